"""The proof: whether a draft is the one that a report is about, what changed in it since, and the check repeated.

`saved` reads a report, `passages` and `values` compare text and facts, `compared` puts them together, `resting` finds
the findings that rest on what changed, `replayed` compares findings rule by rule, `told` says it. All of it is pure.
"""
