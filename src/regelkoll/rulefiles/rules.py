"""Rule files: one file, one dated version of a rule, with its examples."""

from __future__ import annotations

import re
from datetime import date

from regelkoll.engine.walk import registers_searched, registers_used
from regelkoll.facts.literals import read_literal
from regelkoll.model import (
    Case,
    Example,
    Kind,
    Location,
    Outcome,
    Problem,
    Rule,
    Severity,
    Texts,
    Unless,
)
from regelkoll.rulefiles.cases import side_of
from regelkoll.rulefiles.conditions import Reader, reader
from regelkoll.rulefiles.models import ClassificationModel, ExampleModel, RuleModel, TextsModel
from regelkoll.rulefiles.operands import Pack
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.shape import shaped, source_of, spans_of
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree

_NAME = re.compile(r"([a-z][a-z0-9-]*)(?:\.(\d{4}-\d{2}-\d{2}))?")


def rule_of(tree: Tree, file: str, pack: Pack, add: Add) -> Rule | None:
    """A rule or a classification; `None` after its problems were added."""
    match = _NAME.fullmatch(file.rsplit("/", 1)[-1].removesuffix(".yaml"))
    if match is None:
        add(Problem(file, 1, 1, "file-name"))
        return None
    area = file.rsplit("/", 2)[-2] if "/" in file else ""
    place = Location(file, 1, 1)
    if isinstance(tree, Mapping) and "concludes" in tree.entries:
        return _classification(tree, file, (match[1], match[2], area, place), pack, add)
    return _requirement(tree, file, (match[1], match[2], area, place), pack, add)


Named = tuple[str, str | None, str, Location]


def _requirement(tree: Tree, file: str, named: Named, pack: Pack, add: Add) -> Rule | None:
    model = shaped(tree, RuleModel, file, add)
    if model is None or not isinstance(tree, Mapping):
        _conditions_anyway(tree, file, pack, add)
        return None
    conditions = reader(pack, file, add)
    applies = conditions.condition(tree.get("applies_when"))
    requires = conditions.condition(tree.get("requires"))
    exceptions = _exceptions(model, tree, conditions)
    examples = _examples(model.examples, tree, file, pack, add, {o.value for o in Outcome})
    spans = spans_of(model.in_force, tree.get("in_force"), file, add)
    if requires is None or exceptions is None or (applies is None and model.applies_when is not None):
        return None
    rule = Rule(
        *named[:3],
        _texts(model, model.en),
        tuple(source_of(s) for s in model.source),
        spans,
        model.severity,
        model.decides,
        applies,
        requires,
        exceptions,
        None,
        model.why,
        examples,
        named[3],
    )
    _check_cap(rule, tree, pack, add)
    _check_examples(rule, tree, add)
    return rule


def _conditions_anyway(tree: Tree, file: str, pack: Pack, add: Add) -> None:
    """A file wrong in shape still has its conditions read, so that their problems come at once."""
    if isinstance(tree, Mapping):
        conditions = reader(pack, file, add)
        for key in ("applies_when", "requires", "when"):
            node = tree.get(key)
            if isinstance(node, Mapping):
                conditions.condition(node)


def _classification(tree: Mapping, file: str, named: Named, pack: Pack, add: Add) -> Rule | None:
    model = shaped(tree, ClassificationModel, file, add)
    if model is None:
        _conditions_anyway(tree, file, pack, add)
        return None
    place = tree.entries["concludes"][1]
    conditions = reader(pack, file, add)
    when = conditions.condition(tree.get("when"))
    fact, value = next(iter(model.concludes.items()), ("", ""))
    kind = pack.vocabulary.get(fact)
    if kind is None or not kind.concluded or len(model.concludes) != 1:
        near = closest(fact, [n for n, k in pack.vocabulary.items() if k.concluded])
        add(Problem(file, place.line, place.column, "conclusion-unknown", {"name": fact}, near))
        return None
    if value not in kind.values:
        details = {"value": value, "choices": ", ".join(kind.values)}
        add(Problem(file, place.line, place.column, "value-choice", details, closest(value, kind.values)))
        return None
    examples = _examples(model.examples, tree, file, pack, add, {f"{fact}={v}" for v in kind.values} | {"cannot_tell"})
    spans = spans_of(model.in_force, tree.get("in_force"), file, add)
    if when is None:
        return None
    rule = Rule(
        *named[:3],
        _texts(model, model.en),
        tuple(source_of(s) for s in model.source),
        spans,
        Severity.INFO,
        model.decides,
        when,
        None,
        (),
        (fact, value),
        model.why,
        examples,
        named[3],
    )
    for wanted in (f"{fact}={value}", "cannot_tell"):
        if not any(e.expect == wanted for e in examples):
            add(Problem(file, 1, 1, "example-missing", {"outcome": wanted}))
    return rule


def _texts(model: RuleModel | ClassificationModel, en: TextsModel | None) -> dict[str, Texts]:
    texts = {
        "sv": Texts(
            model.title,
            getattr(model, "message", None) or "",
            getattr(model, "remedy", None) or "",
            getattr(model, "passed", None) or "",
        )
    }
    if en is not None:
        texts["en"] = Texts(en.title, en.message or "", en.remedy or "", en.passed or "")
    return texts


def _exceptions(model: RuleModel, tree: Mapping, conditions: Reader) -> tuple[Unless, ...] | None:
    listed = tree.get("unless")
    nodes = listed.items if isinstance(listed, Sequence) else []
    exceptions = []
    for given, node in zip(model.unless, nodes, strict=True):
        when = conditions.condition(node.get("when") if isinstance(node, Mapping) else None)
        if when is None:
            return None
        sources = given.source if isinstance(given.source, list) else [given.source]
        exceptions.append(Unless(given.label, tuple(source_of(s) for s in sources), when))
    return tuple(exceptions)


def _examples(
    models: list[ExampleModel], tree: Mapping, file: str, pack: Pack, add: Add, choices: set[str]
) -> tuple[Example, ...]:
    listed = tree.get("examples")
    nodes = listed.items if isinstance(listed, Sequence) else []
    examples = []
    for model, node in zip(models, nodes, strict=True):
        assert isinstance(node, Mapping)
        draft = side_of(node.get("facts"), pack.vocabulary, file, add, "draft")
        known = side_of(node.get("known"), pack.vocabulary, file, add, "known")
        expect = _expectation(model.expect)
        if expect not in choices:
            place = node.get("expect") or node
            details = {"choices": ", ".join(sorted(choices))}
            add(Problem(file, place.line, place.column, "example-expect", details, closest(expect, choices)))
            continue
        on = read_literal(Kind.DATE, model.on) if model.on else None
        if model.on and not isinstance(on, date):
            day_node = node.get("on") or node
            details = {"value": model.on, "kind": "date"}
            add(Problem(file, day_node.line, day_node.column, "literal-bad", details))
        wanted: Outcome | str = Outcome(expect) if expect in list(Outcome) else expect
        day = on if isinstance(on, date) else None
        place_ = Location(file, node.line, node.column)
        examples.append(Example(model.name, Case(model.name, draft, known), wanted, day, place_))
    return tuple(examples)


def _expectation(given: object) -> str:
    if isinstance(given, dict) and len(given) == 1:
        name, value = next(iter(given.items()))
        return f"{name}={value}"
    return str(given)


def _check_examples(rule: Rule, tree: Mapping, add: Add) -> None:
    """Each outcome that a requirement can have: it is inapplicable only where something makes it so."""
    can_have = {Outcome.PASSED, Outcome.FAILED, Outcome.CANNOT_TELL}
    if rule.in_force or rule.applies_when is not None:
        can_have.add(Outcome.INAPPLICABLE)
    place = tree.get("examples") or tree
    for outcome in sorted(can_have - {e.expect for e in rule.examples}):
        details = {"outcome": outcome.value}
        add(Problem(rule.location.source, place.line, place.column, "example-missing", details))


def _registers_behind(rule: Rule, pack: Pack) -> set[str]:
    """The registers that the rule looks in and those that its facts are searched by."""
    return registers_used(rule) | (registers_searched(rule, pack.vocabulary) & pack.registers.keys())


def _check_cap(rule: Rule, tree: Mapping, pack: Pack, add: Add) -> None:
    if rule.severity is not Severity.STOP:
        return
    why = None
    if rule.decides == "wording":
        why = "decides: wording"
    elif any(source.unverified for source in rule.source):
        why = "unverified: yes"
    elif any(row.assumed for name in _registers_behind(rule, pack) for row in pack.registers[name].rows):
        why = "assumed: yes"
    if why is not None:
        place: Tree | Scalar = tree.get("severity") or tree
        add(Problem(rule.location.source, place.line, place.column, "severity-cap", {"why": why}))
