"""facts.yaml: the facts that exist, with every problem at its place."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from regelkoll.engine.derive import DERIVATIONS
from regelkoll.model import (
    Derivation,
    FactType,
    FieldType,
    Kind,
    Problem,
    RegisterName,
)
from regelkoll.operators import pattern
from regelkoll.rulefiles.models import (
    YES,
    FactModel,
    FieldModel,
)
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.shape import shaped
from regelkoll.rulefiles.tree import Mapping, Tree

RESERVED = ("all", "any", "not", "stated", "agrees", "label")
WAYS = ("read", "find", "derive", "concluded", "by_hand")


def vocabulary_of(tree: Tree, file: str, add: Add) -> dict[str, FactType]:
    """The facts that exist; one that is wrong in itself is left out after its problem was added."""
    if not isinstance(tree, Mapping):
        add(Problem(file, tree.line, tree.column, "value-shape", {"got": "text", "wanted": "key: value"}))
        return {}
    facts: dict[str, FactType] = {}
    for name, (key, node) in tree.entries.items():
        if name in RESERVED:
            add(Problem(file, key.line, key.column, "name-reserved", {"name": name}))
        model = shaped(node, FactModel, file, add)
        if model is not None and isinstance(node, Mapping):
            facts[name] = _fact(name, model, node, file, add)
    marked = [name for name, fact in facts.items() if fact.law_day]
    if len(marked) > 1 or any(facts[name].kind is not Kind.DATE for name in marked):
        add(Problem(file, 1, 1, "law-day", {"count": str(len(marked))}))
    named = [name for name, fact in facts.items() if fact.diary]
    if len(named) > 1 or any(facts[name].kind is not Kind.TEXT or facts[name].concluded for name in named):
        add(Problem(file, 1, 1, "diary", {"count": str(len(named))}))
    for name, fact in facts.items():
        _check_derivation(fact, facts, tree.entries[name][1], file, add)
    _check_circles(facts, tree, file, add)
    return facts


def _fact(name: str, model: FactModel, node: Mapping, file: str, add: Add) -> FactType:
    given = [way for way in WAYS if node.get(way) is not None]
    if len(given) != 1:
        code = "key-missing" if not given else "key-unknown"
        add(Problem(file, node.line, node.column, code, {"key": " | ".join(given or WAYS)}))
    if model.kind is Kind.CHOICE and not model.values:
        add(Problem(file, node.line, node.column, "key-missing", {"key": "values"}))
    if model.kind is Kind.LIST and not model.fields:
        add(Problem(file, node.line, node.column, "key-missing", {"key": "fields"}))
    concluded = model.concluded in YES
    if concluded and len(model.values) > 12:
        add(Problem(file, node.line, node.column, "choice-many", {"count": str(len(model.values))}))
    return FactType(
        name=name,
        kind=model.kind,
        label=model.label,
        values=tuple(model.values),
        names=_names(model.register_, model.column),
        fields={n: field_of(n, f) for n, f in model.fields.items()},
        empty=model.empty,
        read=model.read,
        find=model.find,
        derive=_derivation(model.derive, node, file, add) if model.derive is not None else None,
        concluded=concluded,
        law_day=model.law_day in YES,
        diary=model.diary in YES,
        label_en=model.label_en,
    )


def _names(register: str | None, column: str | None) -> RegisterName | None:
    return RegisterName(register, column) if register and column else None


def field_of(name: str, model: FieldModel) -> FieldType:
    return FieldType(
        name,
        model.kind,
        model.label or name,
        tuple(model.values),
        _names(model.register_, model.column),
        model.variants,
        {n: field_of(n, f) for n, f in model.fields.items()},
    )


_LISTED = "of: LIST, field: FIELD, where: {FIELD: {OPERATOR: VALUE}}"
FORMS: MappingOf[str, str] = {
    **{name: f"{{{name}: {{{_LISTED}}}}}" for name in ("sum", "min", "max")},
    "count": "{count: {of: LIST, where: {FIELD: {OPERATOR: VALUE}}}}",
    "only": "{only: {of: LIST, field: FIELD}}",
    "share": "{share: {of: PART, in: WHOLE}}",
    "days_between": "{days_between: [FROM, TO]}",
    "months_between": "{months_between: [FROM, TO]}",
    "gap": "{gap: [ONE, OTHER]}",
    "first_of": "{first_of: [ONE, OTHER]}",
    "year_of": "{year_of: DATE}",
    "first_day_of_year": "{first_day_of_year: YEAR}",
    "last_day_of_year": "{last_day_of_year: YEAR}",
    "shift": "{shift: {date: DATE, years: 1, months: -2, days: 3}}",
    "capture": "{capture: {of: TEXT, pattern: '(…)', two_digit_year: yes}}",
    "day": "{day: law_day} | {day: check_day}",
}
"""How each function is written; what stands in capitals is the author's to name."""
_ONE = ("year_of", "first_day_of_year", "last_day_of_year")


def _derivation(given: MappingOf[str, object], node: Mapping, file: str, add: Add) -> Derivation | None:
    place = node.get("derive") or node
    if len(given) != 1:
        form = " | ".join(f"{{{name}: …}}" for name in DERIVATIONS)
        add(Problem(file, place.line, place.column, "derive-shape", {"form": form}))
        return None
    function, raw = next(iter(given.items()))
    if function not in DERIVATIONS:
        near = closest(function, DERIVATIONS)
        details = {"name": function, "choices": ", ".join(DERIVATIONS)}
        add(Problem(file, place.line, place.column, "derive-function", details, near))
        return None
    arguments = _arguments(function, raw)
    if arguments is None:
        add(Problem(file, place.line, place.column, "derive-shape", {"form": FORMS[function]}))
        return None
    return Derivation(function, arguments)


def _arguments(function: str, raw: object) -> dict[str, object] | None:
    """The arguments in the form that `engine.derive` takes; `None` when their shape is wrong."""
    if function in _ONE:
        return {"inputs": (raw,)} if isinstance(raw, str) else None
    if function == "day":
        return {"day": raw} if raw in ("law_day", "check_day") else None
    if function in ("days_between", "months_between", "gap", "first_of"):
        texts = isinstance(raw, list) and len(raw) >= 1 and all(isinstance(r, str) for r in raw)
        wrong = function != "first_of" and isinstance(raw, list) and len(raw) != 2
        return {"inputs": tuple(raw)} if isinstance(raw, list) and texts and not wrong else None
    if not isinstance(raw, dict):
        return None
    if function == "share":
        return {"inputs": (raw["of"], raw["in"])} if set(raw) == {"of", "in"} else None
    if function == "shift":
        steps = {k: v for k, v in raw.items() if k != "date"}
        if "date" not in raw or not steps or not set(steps) <= {"years", "months", "days"}:
            return None
        if not all(isinstance(v, str) and v.lstrip("-").isdecimal() and len(v) < 6 for v in steps.values()):
            return None
        return {"inputs": (raw["date"],), "options": {k: int(v) for k, v in steps.items()}}
    allowed = {
        "count": {"of", "where"},
        "only": {"of", "field"},
        "capture": {"of", "pattern", "two_digit_year"},
    }.get(function, {"of", "field", "where"})
    needed = {"count": {"of"}, "capture": {"of", "pattern"}}.get(function, {"of", "field"})
    if not needed <= set(raw) <= allowed or (function == "capture" and not _captures(raw["pattern"])):
        return None
    arguments = dict(raw)
    if "two_digit_year" in arguments:
        arguments["two_digit_year"] = arguments["two_digit_year"] in YES
    return arguments


def _captures(expression: object) -> bool:
    compiled = pattern(expression) if isinstance(expression, str) else None
    return compiled is not None and compiled.groups == 1


def _check_derivation(fact: FactType, facts: MappingOf[str, FactType], node: Tree, file: str, add: Add) -> None:
    if fact.derive is None:
        return
    function = DERIVATIONS[fact.derive.function]
    place = (node.get("derive") if isinstance(node, Mapping) else None) or node
    if fact.kind not in function.gives:
        add(Problem(file, place.line, place.column, "fact-kind", {"name": fact.name, "kind": fact.kind}))
    kinds = _INPUT_KINDS.get(fact.derive.function, frozenset(Kind) - {Kind.LIST})
    for name in function.inputs(fact.derive.arguments):
        known = facts.get(name)
        if known is None:
            near = closest(name, facts)
            add(Problem(file, place.line, place.column, "fact-unknown", {"name": name}, near))
        elif known.concluded or known.kind not in kinds:
            why = "it is concluded" if known.concluded else known.kind.value
            add(Problem(file, place.line, place.column, "derive-input", {"name": name, "why": why}))
        else:
            _check_field(fact, known, place, file, add)


def _check_field(fact: FactType, known: FactType, place: Tree, file: str, add: Add) -> None:
    assert fact.derive is not None
    field = fact.derive.arguments.get("field")
    if field is not None and known.kind is Kind.LIST:
        type_ = known.fields.get(str(field))
        if type_ is None:
            near = closest(str(field), known.fields)
            add(Problem(file, place.line, place.column, "field-unknown", {"name": str(field)}, near))
        elif type_.kind is not fact.kind:
            details = {"name": str(field), "kind": type_.kind.value}
            add(Problem(file, place.line, place.column, "fact-kind", details))
    if fact.derive.function in ("first_of", "gap") and known.kind is not fact.kind:
        add(Problem(file, place.line, place.column, "fact-kind", {"name": known.name, "kind": known.kind.value}))


_LIST, _DATES = frozenset({Kind.LIST}), frozenset({Kind.DATE})
_INPUT_KINDS: MappingOf[str, frozenset[Kind]] = {
    **dict.fromkeys(("sum", "count", "min", "max", "only"), _LIST),
    **dict.fromkeys(("days_between", "months_between", "year_of", "shift"), _DATES),
    **dict.fromkeys(("first_day_of_year", "last_day_of_year"), frozenset({Kind.INTEGER})),
    "share": frozenset({Kind.AMOUNT, Kind.INTEGER}),
    "gap": frozenset({Kind.AMOUNT, Kind.INTEGER, Kind.SHARE}),
    "capture": frozenset({Kind.TEXT}),
}


def _check_circles(facts: dict[str, FactType], tree: Mapping, file: str, add: Add) -> None:
    """Derived facts that need themselves are problems, and are left out."""
    needs = {n: DERIVATIONS[f.derive.function].inputs(f.derive.arguments) for n, f in facts.items() if f.derive}
    for name in sorted(circular(needs)):
        place = tree.entries[name][1]
        add(Problem(file, place.line, place.column, "derive-cycle", {"names": name}))
        del facts[name]


def circular(needs: MappingOf[str, tuple[str, ...]]) -> set[str]:
    """The names that need themselves, directly or through others (or need one that does)."""
    left = dict(needs)
    while free := [n for n, inputs in left.items() if not any(i in left for i in inputs)]:
        for name in free:
            del left[name]
    return set(left)
