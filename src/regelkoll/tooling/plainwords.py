"""The words of a rule's messages held against plain language: long sentences, words to avoid, shouting.

The list follows Regeringskansliet's "Svarta listan" and Språkrådet's advice on klarspråk, shortened to what rules meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LONGEST = 25
AVOID: Mapping[str, str] = {
    "ej": "inte", "icke": "inte", "erforderlig": "nödvändig", "erforderligt": "nödvändigt",
    "erforderliga": "nödvändiga", "avseende": "om", "åtgärda": "rätta", "åtgärdas": "rättas", "inkomma": "komma in",
    "inkommit": "kommit in", "inkommen": "som kom in", "inkommer": "kommer in", "erhålla": "få", "erhåller": "får",
    "erhållit": "fått", "föreligga": "finnas", "föreligger": "finns", "medelst": "med", "jämlikt": "enligt",
    "vederbörande": "den som det gäller", "tillse": "se till", "tillses": "ses till", "åligger": "ska",
    "beträffande": "om", "rörande": "om", "ifrågavarande": "den här", "förevarande": "den här", "därest": "om",
    "emedan": "eftersom", "innehava": "ha", "innehar": "har", "samtliga": "alla", "i enlighet med": "enligt",
    "i syfte att": "för att", "ovanstående": "det här", "nedanstående": "följande", "härvid": "då",
    "därvid": "då", "nämnda": "den", "anskaffa": "skaffa", "äga rum": "ske", "validering": "kontroll",
    "error": "fel", "failed": "fel", "null": "saknas", "status": "läge", "default": "annars", "input": "uppgift",
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’»)]*\s+(?=[A-ZÅÄÖ\"”'{])")
_WORD = re.compile(r"\{\w+\}|[\w:/.-]*\w")


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is long, avoid or shout; `found` the words, `better` what may stand instead (or how many words)."""

    code: str
    found: str
    better: str


def faults(text: str) -> Iterator[Fault]:
    """What plain language would have otherwise, in the text's order."""
    for sentence in _SENTENCE.split(" ".join(text.split())):
        count = len(_WORD.findall(sentence))
        if count > LONGEST:
            yield Fault("long", sentence if len(sentence) < 60 else sentence[:57] + "…", str(count))
    lowered = text.casefold()
    for word, better in AVOID.items():
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lowered):
            yield Fault("avoid", word, better)
    if "!" in text:
        yield Fault("shout", "!", ".")
