"""A condition as nested bullets of plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, assert_never

from regelkoll.language import N_, Words
from regelkoll.model import (
    Agrees,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Cover,
    Every,
    FactRef,
    FactType,
    FieldRef,
    FieldType,
    Literal,
    LookUp,
    NoneOf,
    Not,
    Operand,
    Parameter,
    ParameterRef,
    Register,
    Several,
    Some,
    Stated,
    Vocabulary,
    Where,
)
from regelkoll.wording.days import span_in_words
from regelkoll.wording.shown import label_of, show

Fields = Mapping[str, FieldType]


class Named(Protocol):
    """What conditions are worded with: a `RuleSet`, or `Terms` where only the vocabulary is at hand."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def registers(self) -> Mapping[str, Register]: ...
    @property
    def parameters(self) -> Mapping[str, Parameter]: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """A vocabulary alone; registers and parameters are then called by their names."""

    vocabulary: Vocabulary
    registers: Mapping[str, Register] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


PHRASES: Mapping[str, str] = {
    "is": N_("{left} is {right}"),
    "is_not": N_("{left} is not {right}"),
    "in": N_("{left} is one of {right}"),
    "not_in": N_("{left} is none of {right}"),
    "less_than": N_("{left} is less than {right}"),
    "at_most": N_("{left} is at most {right}"),
    "more_than": N_("{left} is more than {right}"),
    "at_least": N_("{left} is at least {right}"),
    "between": N_("{left} is between {right}"),
    "before": N_("{left} is before {right}"),
    "on_or_before": N_("{left} is no later than {right}"),
    "after": N_("{left} is after {right}"),
    "on_or_after": N_("{left} is no earlier than {right}"),
    "contains": N_("{left} contains {right}"),
    "starts_with": N_("{left} begins with {right}"),
    "ends_with": N_("{left} ends with {right}"),
    "matches": N_("{left} has the form {right}"),
    "longer_than": N_("{left} has more than {right} characters"),
    "shorter_than": N_("{left} has fewer than {right} characters"),
    "words_at_least": N_("{left} has at least {right} words"),
    "spelt_as": N_("{left} is spelt exactly as {right}"),
    "similar_to": N_("{left} is similar to {right}"),
    "sums_to": N_("the amounts in {left} add up to {right}"),
}


def condition_in_words(condition: Condition, named: Named, words: Words, fields: Fields | None = None) -> list[str]:
    """Lines of bullets, two spaces deeper a level. `fields` are the record's, inside a quantifier's body."""
    return _lines(_phrase(condition, named, words, fields), 0)


def sentence(condition: Condition, named: Named, words: Words, fields: Fields | None = None) -> str:
    """The condition's own line, without its parts; its label when it has one."""
    return condition.label or _phrase(condition, named, words, fields).text.rstrip(":")


@dataclass(frozen=True, slots=True)
class _Phrase:
    text: str
    parts: tuple[_Phrase, ...] = ()


def _lines(phrase: _Phrase, depth: int) -> list[str]:
    lines = [f"{'  ' * depth}- {phrase.text}"]
    for part in phrase.parts:
        lines += _lines(part, depth + 1)
    return lines


def _phrase(condition: Condition, named: Named, words: Words, fields: Fields | None) -> _Phrase:
    phrase = _bare(condition, named, words, fields)
    if condition.label is None:
        return phrase
    return _Phrase(f"{condition.label}:", (phrase,))


def _bare(condition: Condition, named: Named, words: Words, fields: Fields | None) -> _Phrase:
    match condition:
        case AllOf(parts=parts):
            return _Phrase(words("all of this holds:"), tuple(_phrase(p, named, words, fields) for p in parts))
        case AnyOf(parts=parts):
            return _Phrase(
                words("at least one of these holds:"), tuple(_phrase(p, named, words, fields) for p in parts)
            )
        case Not(part=part):
            return _not(part, named, words, fields)
        case Compare():
            return _Phrase(_compare(condition, named, words, fields))
        case Stated():
            return _Phrase(words("the draft states {fact}", fact=_label(condition, named, words, fields)))
        case Agrees():
            return _Phrase(
                words("the draft says the same {fact} everywhere", fact=_label(condition, named, words, fields))
            )
        case Some() | Every() | NoneOf():
            return _quantified(condition, named, words, fields)
        case Cover():
            return _Phrase(_cover(condition, named, words, fields))
        case _:
            assert_never(condition)


def _not(part: Condition, named: Named, words: Words, fields: Fields | None) -> _Phrase:
    if isinstance(part, Stated) and part.label is None:
        return _Phrase(words("the draft does not state {fact}", fact=_label(part, named, words, fields)))
    return _Phrase(words("this does not hold:"), (_phrase(part, named, words, fields),))


def _quantified(condition: Some | Every | NoneOf, named: Named, words: Words, fields: Fields | None) -> _Phrase:
    label = _label(condition, named, words, fields)
    kind = _kind(condition, named, fields)
    body = _phrase(condition.body, named, words, kind.fields if kind else {})
    match condition:
        case Some():
            return _Phrase(words("at least one in the list {fact}:", fact=label), (body,))
        case Every():
            return _Phrase(words("each one in the list {fact}:", fact=label), (body,))
        case NoneOf():
            return _Phrase(words("none in the list {fact}:", fact=label), (body,))
        case _:
            assert_never(condition)


def _kind(
    condition: Compare | Stated | Agrees | Some | Every | NoneOf | Cover, named: Named, fields: Fields | None
) -> FactType | FieldType | None:
    if condition.of_record:
        return (fields or {}).get(condition.fact)
    return named.vocabulary.get(condition.fact)


def _label(
    condition: Compare | Stated | Agrees | Some | Every | NoneOf | Cover,
    named: Named,
    words: Words,
    fields: Fields | None,
) -> str:
    return label_of(_kind(condition, named, fields), condition.fact, words)


def _compare(condition: Compare, named: Named, words: Words, fields: Fields | None) -> str:
    kind = _kind(condition, named, fields)
    phrase = PHRASES.get(condition.operator, "{left} " + condition.operator + " {right}")
    if condition.operator == "between" and isinstance(condition.operand, Several):
        ends = [operand_in_words(end, named, words, kind, fields) for end in condition.operand.items]
        right = words("{first} and {last}", first=ends[0], last=ends[-1])
    else:
        right = operand_in_words(condition.operand, named, words, kind, fields)
    return words(phrase, left=label_of(kind, condition.fact, words), right=right)


def _cover(condition: Cover, named: Named, words: Words, fields: Fields | None) -> str:
    kind = _kind(condition, named, fields)
    inner = kind.fields.get(condition.by) if kind else None
    return words(
        "the list {fact} has, as {by}, every value of {demand}",
        fact=label_of(kind, condition.fact, words),
        by=label_of(inner, condition.by, words),
        demand=operand_in_words(condition.demand, named, words, None, fields),
    )


def operand_in_words(
    operand: Operand,
    named: Named,
    words: Words,
    kind: FactType | FieldType | None = None,
    fields: Fields | None = None,
) -> str:
    """The right side of a comparison; `kind` is the left side's, which tells a share from a number."""
    match operand:
        case Literal(value=value):
            text = show(value, kind, words)
            return words("“{text}”", text=text) if isinstance(value, str) else text
        case Several(items=items):
            return ", ".join(operand_in_words(item, named, words, kind, fields) for item in items)
        case FactRef(name=name):
            return label_of(named.vocabulary.get(name), name, words)
        case FieldRef(name=name):
            return label_of((fields or {}).get(name), name, words)
        case ParameterRef(name=name):
            return _parameter(named.parameters[name], words) if name in named.parameters else name
        case LookUp():
            return _look_up(operand, named, words, fields)
        case _:
            assert_never(operand)


def _parameter(parameter: Parameter, words: Words) -> str:
    """The label with the values and their days."""
    shown = []
    for row in parameter.rows:
        value = row.values.get("value")
        text = "" if value is None or isinstance(value, tuple) else show(value, parameter.kind, words)
        shown.append(f"{text} {span_in_words(row.in_force, words)}" if row.in_force else text)
    return f"{parameter.label} ({'; '.join(shown)})" if shown else parameter.label


def _look_up(operand: LookUp, named: Named, words: Words, fields: Fields | None) -> str:
    register = named.registers.get(operand.register)
    column = register.columns.get(operand.column) if register else None
    text = words(
        "{column} in the register {register}",
        column=label_of(column, operand.column, words),
        register=register.label if register else operand.register,
    )
    if operand.where:
        demands = [_where(w, register, named, words, fields) for w in operand.where]
        text = words("{text} where {demands}", text=text, demands=words(" and ").join(demands))
    return words("{text} (any day)", text=text) if operand.on == "any" else text


def _where(where: Where, register: Register | None, named: Named, words: Words, fields: Fields | None) -> str:
    column = register.columns.get(where.column) if register else None
    left = label_of(column, where.column, words)
    right = operand_in_words(where.operand, named, words, column, fields)
    return words(PHRASES.get(where.operator, "{left} {right}"), left=left, right=right)
