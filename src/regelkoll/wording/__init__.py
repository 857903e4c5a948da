"""Conditions, values and rules in plain words, for reports and for `explain`."""

from regelkoll.wording.conditions import Named, Terms, condition_in_words, operand_in_words, sentence
from regelkoll.wording.days import span_in_words
from regelkoll.wording.filling import fill, unmet
from regelkoll.wording.rules import (
    Explanation,
    Section,
    decides_in_words,
    explain_rule,
    full_id,
    rule_texts,
    source_in_words,
)
from regelkoll.wording.shown import label_of, show

__all__ = [
    "Explanation",
    "Named",
    "Section",
    "Terms",
    "condition_in_words",
    "decides_in_words",
    "explain_rule",
    "fill",
    "full_id",
    "label_of",
    "operand_in_words",
    "rule_texts",
    "sentence",
    "show",
    "source_in_words",
    "span_in_words",
    "unmet",
]
