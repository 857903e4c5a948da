"""A literal in a rule, a register or a case file, read by the kind of its fact."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from regelkoll.facts.amounts import parse_amount
from regelkoll.facts.dates import parse_date
from regelkoll.facts.shares import parse_share
from regelkoll.model import Exact, Interval, Kind

_INTEGER = re.compile(r"-?(?:\d{1,3}(?:[ \u00a0]\d{3})+|\d{1,15})")
_YES = {"ja": True, "yes": True, "true": True, "nej": False, "no": False, "false": False}


def read_literal(kind: Kind, text: str) -> Exact | Interval | None:
    """The value, or `None` when the text is none of this kind. Texts are NFC and otherwise as they stand."""
    match kind:
        case Kind.AMOUNT:
            return parse_amount(text)
        case Kind.DATE:
            return parse_date(text)
        case Kind.INTEGER:
            stripped = text.strip()
            return Fraction(int(re.sub(r"[ \u00a0]", "", stripped))) if _INTEGER.fullmatch(stripped) else None
        case Kind.SHARE:
            return parse_share(text)
        case Kind.YES_NO:
            return _YES.get(text.strip().casefold())
        case Kind.TEXT | Kind.CHOICE:
            return unicodedata.normalize("NFC", text)
        case Kind.LIST:
            return None
