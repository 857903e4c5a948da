"""The page for officers: a small server on this machine, or on one that a proxy guards.

`serving` starts and stops it, `app` names its addresses, `guard` decides who is let in, `workers` and `work` check
drafts in other processes, `kept` holds reports in memory for their own user. The other modules are a screen each, and
the templates are in `pages/`.
"""
