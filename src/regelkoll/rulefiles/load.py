"""A pack, loaded whole or not at all: the vocabulary, reading profile, registers, parameters and rule files."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import replace

from regelkoll.engine.days import overlap
from regelkoll.engine.walk import conditions_in, facts_used
from regelkoll.model import FactType, Problem, Register, Rule, RuleSet, Vocabulary
from regelkoll.rulefiles.conditions import reader
from regelkoll.rulefiles.consequences import consequent
from regelkoll.rulefiles.models import PackModel
from regelkoll.rulefiles.operands import Pack
from regelkoll.rulefiles.packs import digest
from regelkoll.rulefiles.problems import Add, RuleProblems, closest
from regelkoll.rulefiles.reading import check_reading
from regelkoll.rulefiles.registers import parameters_of, register_of
from regelkoll.rulefiles.rules import rule_of
from regelkoll.rulefiles.shape import shaped
from regelkoll.rulefiles.tree import Mapping, Tree, parse, plain
from regelkoll.rulefiles.vocabulary import circular, vocabulary_of

VOCABULARY, READING, PARAMETERS, PACK = "facts.yaml", "reading.yaml", "parameters.yaml", "pack.yaml"
MAX_NODES = 100


def read_pack(contents: MappingOf[str, bytes], name: str = "") -> RuleSet:
    """The pack in these files (path in the pack → bytes); pure. Raises `RuleProblems`."""
    problems: list[Problem] = []
    add = problems.append
    for file in (file for file in contents if not file.endswith(".yaml")):
        add(Problem(file, 1, 1, "file-suffix", {"name": file.rsplit("/", 1)[-1].rsplit(".", 1)[0] + ".yaml"}))
    read = {file: data for file, data in contents.items() if file.endswith(".yaml")}
    trees = {file: tree for file, data in read.items() if (tree := parse(data, file, add)) is not None}
    vocabulary = vocabulary_of(trees[VOCABULARY], VOCABULARY, add) if VOCABULARY in trees else {}
    if VOCABULARY not in read:
        add(Problem(VOCABULARY, 1, 1, "file-unreadable", {"why": "no such file"}))
    registers = _registers(trees, add)
    parameters = parameters_of(trees[PARAMETERS], PARAMETERS, add) if PARAMETERS in trees else {}
    _check_names(vocabulary, registers, trees.get(VOCABULARY), add)
    profile = (READING, trees.get(READING))
    check_reading(vocabulary, (VOCABULARY, trees.get(VOCABULARY)), profile, registers, add)
    pack = Pack(vocabulary, registers, parameters)
    vocabulary = _with_wheres(vocabulary, trees.get(VOCABULARY), pack, add)
    pack = Pack(vocabulary, registers, parameters)
    rules = [r for file in sorted(trees) if _is_rule(file) and (r := rule_of(trees[file], file, pack, add))]
    if not any(_is_rule(file) for file in contents):
        add(Problem(name or ".", 1, 1, "no-rules", {"folder": name or "."}))
    _check_versions(rules, add)
    _check_sizes(rules, pack, add)
    strata = _strata(rules, vocabulary, add)
    label = shaped(trees[PACK], PackModel, PACK, add) if PACK in trees else None
    reading = plain(trees[READING]) if READING in trees else {}
    if problems:
        raise RuleProblems(consequent(problems, read, trees, pack))
    return RuleSet(
        tuple(rules),
        vocabulary,
        registers,
        parameters,
        reading if isinstance(reading, dict) else {},
        strata,
        {file: digest(data) for file, data in sorted(contents.items())},
        label.name if label else name,
        label.version if label else "",
    )


def _is_rule(file: str) -> bool:
    return file not in (VOCABULARY, READING, PARAMETERS, PACK) and not file.startswith("registers/")


def _registers(trees: MappingOf[str, Tree], add: Add) -> dict[str, Register]:
    registers: dict[str, Register] = {}
    for file, tree in trees.items():
        if not file.startswith("registers/"):
            continue
        register = register_of(tree, file, add)
        if register is None:
            continue
        stem = file.rsplit("/", 1)[-1].removesuffix(".yaml")
        if register.name != stem:
            details = {"value": register.name, "choices": stem}
            add(Problem(file, tree.line, tree.column, "value-choice", details, stem))
        registers[register.name] = register
    return registers


def _check_names(
    vocabulary: MappingOf[str, FactType], registers: MappingOf[str, Register], tree: Tree | None, add: Add
) -> None:
    """The registers that facts and fields take their names from exist."""
    for fact in vocabulary.values():
        keys = tree.entries.get(fact.name) if isinstance(tree, Mapping) else None
        line, column = (keys[0].line, keys[0].column) if keys else (1, 1)
        for names in (fact.names, *(field.names for field in fact.fields.values())):
            if names is None:
                continue
            register = registers.get(names.register)
            if register is None:
                near = closest(names.register, registers)
                add(Problem(VOCABULARY, line, column, "register-unknown", {"name": names.register}, near))
            elif names.column not in register.columns:
                details = {"register": register.name, "name": names.column}
                add(Problem(VOCABULARY, line, column, "column-unknown", details))


def _with_wheres(vocabulary: Vocabulary, tree: Tree | None, pack: Pack, add: Add) -> dict[str, FactType]:
    """Derivations' `where` as conditions on the record."""
    result = dict(vocabulary)
    conditions = reader(pack, VOCABULARY, add)
    for name, fact in vocabulary.items():
        if fact.derive is None or "where" not in fact.derive.arguments or not isinstance(tree, Mapping):
            continue
        node = tree.entries[name][1]
        derive = node.get("derive") if isinstance(node, Mapping) else None
        function = derive.get(fact.derive.function) if isinstance(derive, Mapping) else None
        where = function.get("where") if isinstance(function, Mapping) else None
        of = vocabulary.get(str(fact.derive.arguments["of"]))
        condition = conditions.condition(where, of.fields if of else {})
        arguments = {**fact.derive.arguments, "where": condition}
        result[name] = replace(fact, derive=replace(fact.derive, arguments=arguments))
    return result


def _check_versions(rules: list[Rule], add: Add) -> None:
    for index, rule in enumerate(rules):
        for other in rules[:index]:
            day = overlap(rule.in_force, other.in_force) if other.id == rule.id else None
            if day is not None:
                details = {"file": other.location.source, "day": day.isoformat()}
                add(Problem(rule.location.source, 1, 1, "rule-versions", details))


def _check_sizes(rules: list[Rule], pack: Pack, add: Add) -> None:
    for rule in rules:
        nodes = sum(1 for _ in conditions_in(rule)) + 3 + len(rule.unless)
        if nodes > MAX_NODES:
            details = {"nodes": str(nodes), "limit": str(MAX_NODES)}
            add(Problem(rule.location.source, 1, 1, "rule-large", details))


def _strata(rules: list[Rule], vocabulary: MappingOf[str, FactType], add: Add) -> tuple[tuple[str, ...], ...]:
    """The concluded facts in layers, each needing only earlier ones."""
    concluded = {name for name, fact in vocabulary.items() if fact.concluded}
    needs: dict[str, set[str]] = {name: set() for name in sorted(concluded)}
    for rule in rules:
        if rule.concludes is not None:
            needs[rule.concludes[0]] |= facts_used(rule) & concluded
    fixed = {name: tuple(sorted(inputs)) for name, inputs in needs.items()}
    stuck = circular(fixed)
    if stuck:
        names = ", ".join(sorted(stuck))
        for rule in rules:
            if rule.concludes is not None and rule.concludes[0] in stuck:
                add(Problem(rule.location.source, 1, 1, "conclusion-cycle", {"names": names}))
        return ()
    strata: list[tuple[str, ...]] = []
    placed: set[str] = set()
    while len(placed) < len(fixed):
        layer = tuple(n for n, inputs in fixed.items() if n not in placed and placed.issuperset(inputs))
        strata.append(layer)
        placed.update(layer)
    return tuple(strata)
