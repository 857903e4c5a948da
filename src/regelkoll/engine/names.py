"""Names under a register's variants: which spellings are the same name there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from regelkoll.model import Register, RegisterName, Truth
from regelkoll.values import name_key, near


@dataclass(frozen=True, slots=True)
class Names:
    """`main` maps the key of every listed spelling to the keys of the names that it may stand for; `spellings` the
    other way to the spellings as written."""

    main: Mapping[str, frozenset[str]]
    spellings: Mapping[str, tuple[str, ...]]

    def forms(self, text: str) -> frozenset[str]:
        key = name_key(text)
        return self.main.get(key, frozenset((key,)))

    def same(self, a: str, b: str) -> bool:
        return not self.forms(a).isdisjoint(self.forms(b))

    def member(self, a: str, b: str) -> Truth:
        """Sameness where a near miss of `b` or of one of its listed spellings is unknown."""
        if self.same(a, b):
            return True
        others = {b, *(s for form in self.forms(b) for s in self.spellings.get(form, ()))}
        return None if any(near(a, other) for other in others) else False


PLAIN = Names({}, {})


def register_names(register: Register, column: str) -> Names:
    """The names in a register's column with the spellings in its variants column, whatever the day."""
    variants = register.columns[column].variants
    main: dict[str, set[str]] = {}
    spellings: dict[str, dict[str, None]] = {}
    for row in register.rows:
        name = row.values.get(column)
        if not isinstance(name, str):
            continue
        listed = row.values.get(variants, ()) if variants else ()
        for text in (name, *(listed if isinstance(listed, tuple) else ())):
            main.setdefault(name_key(text), set()).add(name_key(name))
            spellings.setdefault(name_key(name), {})[text] = None
    return Names(
        {key: frozenset(names) for key, names in main.items()},
        {key: tuple(texts) for key, texts in spellings.items()},
    )


def names_of(names: RegisterName | None, registers: Mapping[str, Register]) -> Names:
    if names is None or names.register not in registers or names.column not in registers[names.register].columns:
        return PLAIN
    return register_names(registers[names.register], names.column)
