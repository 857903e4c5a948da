"""What goes between the server and a worker, as bytes. A worker reads hostile files, so that what it answers is built
of the model's own types and nothing else; what the rule set already holds goes as a number."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from regelkoll import model
from regelkoll.engine.walk import conditions_in
from regelkoll.model import RuleSet
from regelkoll.web import answers

PLAIN = {("fractions", "Fraction"): Fraction, ("datetime", "date"): date}


class Packing:
    """Packs and unpacks values for one rule set. Both ends have the same rule set, and so the same numbers."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.shared = list(_shared(ruleset))
        self.numbers = {id(one): number for number, one in reversed(list(enumerate(self.shared)))}

    def packed(self, value: object) -> bytes:
        """The value as bytes."""
        into = io.BytesIO()
        _Writer(into, self.numbers).dump(value)
        return into.getvalue()

    def unpacked(self, data: bytes) -> object:
        """The value again. Raises pickle.UnpicklingError for whatever is none of the program's own types."""
        return _Reader(io.BytesIO(data), self.shared).load()


def _shared(ruleset: RuleSet) -> Iterator[object]:
    """What findings and reports point to in the rule set, always in the same order."""
    yield ruleset.vocabulary
    yield ruleset.files
    for rule in ruleset.rules:
        yield rule
        yield from conditions_in(rule)


class _Writer(pickle.Pickler):
    def __init__(self, into: io.BytesIO, numbers: dict[int, int]) -> None:
        super().__init__(into, 5)
        self.numbers = numbers

    def persistent_id(self, value: object) -> int | None:
        return self.numbers.get(id(value))


class _Reader(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, shared: list[object]) -> None:
        super().__init__(data)
        self.shared = shared

    def persistent_load(self, number: object) -> object:
        if isinstance(number, int) and 0 <= number < len(self.shared):
            return self.shared[number]
        raise pickle.UnpicklingError(str(number))

    def find_class(self, module: str, name: str) -> type:
        if (module, name) in PLAIN:
            return PLAIN[module, name]
        owner = answers if module == answers.__name__ else model
        found = getattr(owner, name, None)
        ours = module == answers.__name__ or module.startswith("regelkoll.model.")
        if ours and isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")
