"""Other rule systems given the same rules. Each takes a case in the form that it wants and gives a code per rule.

`full` systems tell 0 inapplicable, 1 passed, 2 failed; the others only whether a rule failed (2, else 0).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from plain import CHOICES, FLAGS, PlainRule

_NOT = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_DUAL = {"all": "any", "any": "all", "some": "none", "none": "some"}


@dataclass(frozen=True)
class Peer:
    """`prepare` is outside what is timed: plain values to the system's own form of a case."""

    name: str
    full: bool
    prepare: Callable[[dict], Any]
    judge: Callable[[Any], Sequence[int]]


def negated(c: tuple) -> tuple:
    match c:
        case ("all" | "any" as op, parts):
            return (_DUAL[op], [negated(p) for p in parts])
        case ("some" | "none" as op, name, body):
            return (_DUAL[op], name, body)
        case ("every", name, body):
            return ("some", name, negated(body))
    _, name, op, value = c
    return ("compare", name, _NOT[op], value)


def failing(rule: PlainRule) -> tuple:
    return ("all", [rule.applies, negated(rule.met)]) if rule.applies else negated(rule.met)


@dataclass(frozen=True)
class Syntax:
    both: str
    either: str
    true: str
    false: str
    fact: Callable[[str], str]
    field: Callable[[str], str]
    quantified: Callable[[str, str, str], str]

    def text(self, c: tuple, of: Callable[[str], str] | None = None) -> str:
        of = of or self.fact
        match c:
            case ("all" | "any" as op, parts):
                return "(" + (self.both if op == "all" else self.either).join(self.text(p, of) for p in parts) + ")"
            case ("some" | "every" | "none" as op, name, body):
                return self.quantified(op, name, self.text(body, self.field))
            case ("compare", name, op, value):
                return f"({of(name)} {op} {self.literal(value)})"
        raise AssertionError(c)

    def literal(self, value: object) -> str:
        if isinstance(value, bool):
            return self.true if value else self.false
        return json.dumps(value)


def _python_quantified(op: str, name: str, body: str) -> str:
    call = f"{'all' if op == 'every' else 'any'}({body} for r in c[{name!r}])"
    return f"(not {call})" if op == "none" else call


def compiled_python(rules: list[PlainRule]) -> Peer:
    """One generated function that returns every code: the limit. Facts in local names."""
    syntax = Syntax(" and ", " or ", "True", "False", str, lambda f: f"r[{f!r}]", _python_quantified)
    codes = ", ".join(
        f"(1 if {syntax.text(r.met)} else 2)" + (f" if {syntax.text(r.applies)} else 0" if r.applies else "")
        for r in rules
    )
    used = sorted({name for r in rules for c in (r.applies, r.met) if c for name in _facts(c)})
    lines = [f"    {name} = c[{name!r}]" for name in used]
    scope: dict[str, Any] = {}
    exec("def judge(c):\n" + "\n".join(lines) + f"\n    return ({codes},)", scope)
    return Peer("compiled Python", True, lambda case: case, scope["judge"])


def _facts(c: tuple) -> set[str]:
    match c:
        case ("all" | "any", parts):
            return {name for p in parts for name in _facts(p)}
        case ("compare", name, _, _):
            return {name}
    return set()


def _zen_syntax() -> Syntax:
    words = {"some": "some", "every": "all", "none": "none"}
    return Syntax(
        " and ", " or ", "true", "false", str, lambda f: f"#.{f}", lambda op, name, body: f"{words[op]}({name}, {body})"
    )


def zen_expression(rules: list[PlainRule]) -> Peer:
    import zen

    s = _zen_syntax()
    parts = [
        (f"{s.text(r.applies)} ? " if r.applies else "") + f"({s.text(r.met)} ? 1 : 2)" + (" : 0" if r.applies else "")
        for r in rules
    ]
    compiled = zen.compile_expression("[" + ", ".join(parts) + "]")
    return Peer("zen-engine, compiled array", True, lambda case: case, compiled.evaluate)


def zen_table(rules: list[PlainRule]) -> Peer:
    import zen

    s = _zen_syntax()
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": "c", "name": "c", "field": None}],
        "outputs": [{"id": "o", "name": "o", "field": "rule"}],
        "rules": [{"_id": str(i), "c": s.text(failing(r)), "o": str(i)} for i, r in enumerate(rules)],
    }
    nodes = [
        {"id": "i", "type": "inputNode", "name": "i"},
        {"id": "t", "type": "decisionTableNode", "name": "t", "content": content},
        {"id": "o", "type": "outputNode", "name": "o"},
    ]
    edges = [
        {"id": "a", "sourceId": "i", "targetId": "t", "type": "edge"},
        {"id": "b", "sourceId": "t", "targetId": "o", "type": "edge"},
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    count = len(rules)

    def judge(case: dict) -> list[int]:
        codes = [0] * count
        for row in decision.evaluate(case)["result"] or ():
            codes[int(row["rule"])] = 2
        return codes

    return Peer("zen-engine, decision table", False, lambda case: case, judge)


def cel(rules: list[PlainRule]) -> Peer:
    import cel as library

    def quantified(op: str, name: str, body: str) -> str:
        call = f"{name}.{'all' if op == 'every' else 'exists'}(r, {body})"
        return f"(!{call})" if op == "none" else call

    s = Syntax(" && ", " || ", "true", "false", str, lambda f: f"r.{f}", quantified)
    parts = [
        (f"{s.text(r.applies)} ? " if r.applies else "") + f"({s.text(r.met)} ? 1 : 2)" + (" : 0" if r.applies else "")
        for r in rules
    ]
    program = library.compile("[" + ", ".join(parts) + "]")
    return Peer("CEL (common-expression-language)", True, lambda case: case, program.execute)


def json_schema(rules: list[PlainRule]) -> Peer:
    import jsonschema_rs

    def schema(c: tuple) -> dict:
        match c:
            case ("all", parts):
                return {"allOf": [schema(p) for p in parts]}
            case ("any", parts):
                return {"anyOf": [schema(p) for p in parts]}
            case ("some", name, body):
                return {"properties": {name: {"contains": schema(body)}}}
            case ("every", name, body):
                return {"properties": {name: {"items": schema(body)}}}
            case ("none", name, body):
                return {"properties": {name: {"not": {"contains": schema(body)}}}}
        _, name, op, value = c
        says = {
            "<": {"exclusiveMaximum": value},
            "<=": {"maximum": value},
            ">": {"exclusiveMinimum": value},
            ">=": {"minimum": value},
            "==": {"const": value},
            "!=": {"not": {"const": value}},
        }
        return {"properties": {name: says[op]}}

    wholes = [{"if": schema(r.applies), "then": schema(r.met)} if r.applies else schema(r.met) for r in rules]
    validator = jsonschema_rs.validator_for({"allOf": wholes})
    count = len(rules)

    def judge(case: dict) -> list[int]:
        codes = [0] * count
        for error in validator.iter_errors(case):
            codes[error.schema_path[1]] = 2
        return codes

    return Peer("jsonschema-rs", False, lambda case: case, judge)


def clips(rules: list[PlainRule]) -> Peer:
    import clips as library

    names = sorted({name for r in rules for c in (r.applies, r.met) if c for name in _facts(c)})

    def text(c: tuple) -> str:
        match c:
            case ("all" | "any" as op, parts):
                return f"({'and' if op == 'all' else 'or'} {' '.join(text(p) for p in parts)})"
        _, name, op, value = c
        right = _symbol(value)
        if name in CHOICES or name in FLAGS:
            return f"({'eq' if op == '==' else 'neq'} ?{name} {right})"
        return f"({op} ?{name} {right})"

    def _symbol(value: object) -> str:
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)

    environment = library.Environment()
    environment.build("(deftemplate case " + " ".join(f"(slot {n})" for n in names) + ")")
    environment.build("(defglobal ?*failed* = (create$))")
    for index, rule in enumerate(rules):
        condition = failing(rule)
        slots = " ".join(f"({n} ?{n})" for n in sorted(_facts(condition)))
        told = f"(bind ?*failed* (create$ ?*failed* {index}))"
        environment.build(f"(defrule r{index} (case {slots}) (test {text(condition)}) => {told})")
    template, count = environment.find_template("case"), len(rules)
    failed = environment.find_global("failed")

    def prepare(case: dict) -> dict:
        made = {n: case[n] for n in names}
        return {n: library.Symbol(_symbol(v)) if isinstance(v, bool | str) else v for n, v in made.items()}

    def judge(case: dict) -> list[int]:
        environment.reset()
        template.assert_fact(**case)
        environment.run()
        codes = [0] * count
        for index in failed.value:
            codes[index] = 2
        return codes

    return Peer("CLIPS (clipspy)", False, prepare, judge)


def durable_raw(rules: list[PlainRule]) -> Peer:
    """durable_rules' C module with native values, one fact a case; 60 rules a ruleset, since more than 64 tests true on
    one fact are its error 303."""
    import durable_rules_engine as engine

    def expression(c: tuple) -> dict:
        match c:
            case ("all", parts):
                return {"$and": [expression(p) for p in parts]}
            case ("any", parts):
                return {"$or": [expression(p) for p in parts]}
        _, name, op, value = c
        word = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte", "!=": "$neq"}.get(op)
        return {word: {name: value}} if word else {name: value}

    handles = []
    for start in range(0, len(rules), 60):
        definition = {
            f"p{start + i}": {"all": [{"m": expression(failing(r))}]} for i, r in enumerate(rules[start : start + 60])
        }
        handles.append(engine.create_ruleset(f"raw{start}", json.dumps(definition)))
    count = len(rules)

    def judge(text: str) -> list[int]:
        codes = [0] * count
        for handle in handles:
            code, state = engine.assert_fact(handle, text)
            if code not in (0, 1):
                raise RuntimeError(code)
            result = engine.start_action_for_state(handle, state)
            message = result[1] if result else None
            while message:
                codes[int(next(iter(json.loads(message)))[1:])] = 2
                message = engine.complete_and_start_action(handle, state)
            engine.delete_state(handle, "s")
        return codes

    return Peer("durable_rules, raw", False, lambda case: json.dumps({"id": "1", "sid": "s", **case}), judge)
