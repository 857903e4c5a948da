"""The problems that an author can put right: stable codes, their messages and hints (translated when shown)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from regelkoll.language import N_ as _N
from regelkoll.language import Words
from regelkoll.model import Problem


class RuleProblems(Exception):
    """Every problem of every file of a pack, in file and line order. Nothing is evaluated when one is raised."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = sorted(problems, key=lambda p: (p.file, p.line, p.column, p.code))


PROBLEMS: Mapping[str, str] = {
    "file-unreadable": _N("The file cannot be read: {why}."),
    "file-suffix": _N("The file is not read. Name it {name}."),
    "file-name": _N(
        "The file name must be a rule id of a–z, digits and hyphens, with a date before .yaml if it is a later version."
    ),
    "yaml-syntax": _N("This is not valid YAML: {why}."),
    "yaml-empty": _N("The file is empty."),
    "yaml-documents": _N("The file holds more than one document. Write one rule per file."),
    "yaml-duplicate-key": _N("The key '{key}' already stands on line {line}."),
    "yaml-anchor": _N("Anchors, aliases and merge keys are not used here. Write the text out."),
    "yaml-tag": _N("Tags ({tag}) are not used here. Write the value without it."),
    "yaml-deep": _N("The text is nested more than {limit} levels deep."),
    "yaml-large": _N("The file is larger than {limit}."),
    "key-unknown": _N("The key '{key}' does not exist here."),
    "key-missing": _N("The key '{key}' is missing."),
    "value-shape": _N("Here stands {got}, but {wanted} is needed."),
    "value-choice": _N("'{value}' is not one of the values: {choices}."),
    "value-empty": _N("The value is empty."),
    "fact-unknown": _N("The fact '{name}' is not in facts.yaml."),
    "field-unknown": _N("The field '{name}' is not among the record's fields."),
    "fact-kind": _N("'{name}' is {kind} and cannot be used like this."),
    "fact-not-read": _N("'{name}' is derived or concluded, so no draft states it. Compare its value instead."),
    "operator-unknown": _N("The operator '{name}' does not exist."),
    "operator-kind": _N("The operator '{name}' cannot be used on '{fact}', which is {kind}. These can: {choices}."),
    "literal-bad": _N("'{value}' cannot be read as {kind}. It is written like this: {sample}."),
    "operand-shape": _N("The right side of '{operator}' must be {wanted}."),
    "operand-kind": _N("The right side is {got}, but '{fact}' is {kind}."),
    "pattern-bad": _N("'{value}' is not a regular expression that can be used."),
    "register-unknown": _N("The register '{name}' does not exist."),
    "column-unknown": _N("The register '{register}' has no column '{name}'."),
    "parameter-unknown": _N("The parameter '{name}' is not in parameters.yaml."),
    "row-overlap": _N("The row has the same key as the row on line {line} and both are in force on {day}."),
    "row-key": _N("The row has no value in the key column '{name}'."),
    "condition-empty": _N("The condition is empty."),
    "span-reversed": _N("The period ends ({last}) before it begins ({first})."),
    "rule-versions": _N("This version and {file} are both in force on {day}."),
    "rule-large": _N("The rule has {nodes} parts. At most {limit} can be checked by both engines."),
    "example-missing": _N("An example with the outcome {outcome} is missing."),
    "example-expect": _N("The example must expect {choices}."),
    "severity-cap": _N("The severity can be at most warning: {why}."),
    "conclusion-unknown": _N("'{name}' is not a fact that is concluded."),
    "conclusion-operator": _N("A concluded fact can only be compared with 'is' and 'in'."),
    "conclusion-cycle": _N("The conclusions need each other in a circle: {names}."),
    "derive-cycle": _N("The derived facts need each other in a circle: {names}."),
    "derive-function": _N("The function '{name}' does not exist. These do: {choices}."),
    "derive-shape": _N("The function is written: {form}."),
    "derive-input": _N("'{name}' cannot be an input here: {why}."),
    "law-day": _N("Exactly one fact of kind date must have law_day: yes; {count} have it."),
    "diary": _N("At most one fact of kind text can have diary: yes; {count} have it."),
    "choice-many": _N("A concluded fact has at most 12 values; this has {count}."),
    "name-reserved": _N("'{name}' is a word of the rule language and cannot be the name of a fact."),
    "no-rules": _N("There are no rules in {folder}."),
    "rule-unknown": _N("There is no rule '{name}' that can be waived."),
    "waiver-every-rule": _N("A waiver names one rule. '{name}' would waive more than that."),
    "waiver-wide": _N(
        "The pattern '{value}' covers drafts that nobody has looked at. "
        "Write the year before the first star, such as 'AB/24*', or after the last, such as '*/2024'."
    ),
    "waiver-reason": _N("The reason is too short to be understood in a year. Write {count} words at least."),
    "waiver-twice": _N("The same rule and diary number are already waived on line {line}."),
    "waiver-no-diary": _N("No fact in facts.yaml has diary: yes, so no waiver can name a draft."),
}

Add: TypeAlias = Callable[[Problem], None]


def closest(word: str, known: Iterable[str]) -> str | None:
    """The near name that may be meant, `None` when no known name is near."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


KINDS: Mapping[str, tuple[str, str]] = {
    "amount": (_N("an amount"), "5 000 kr"),
    "date": (_N("a date"), "2024-01-31"),
    "integer": (_N("a whole number"), "12"),
    "share": (_N("a share"), "50 %"),
    "text": (_N("a text"), "'…'"),
    "choice": (_N("one of several choices"), _N("one of the fact's values")),
    "yes_no": (_N("yes or no"), _N("yes or no")),
    "list": (_N("a list"), "[…]"),
}
"""The kinds of facts by their codes: the name in a sentence, and how a value is written."""
SHAPES = (
    _N("text"),
    _N("a list"),
    _N("a list or a mapping"),
    _N("key: value"),
    _N("fact: value"),
    _N("field: value"),
    _N("column: value"),
    _N("a key"),
    _N("a value"),
    _N("a fact"),
    _N("no such file"),
    _N("it is concluded"),
)
"""What details name in words; each is translated when it is shown."""


def told(template: str, problem: Problem, words: Words) -> str:
    """The template with the problem's details in the language."""
    details = {key: _told(key, value, words) for key, value in problem.details.items()}
    kind = KINDS.get(problem.details.get("kind", ""))
    details |= {} if kind is None else {"sample": words.plain(kind[1])}
    return words(template, **details)


def _told(key: str, value: str, words: Words) -> str:
    if key not in ("why", "got", "wanted", "kind"):
        return value
    return words.plain(KINDS[value][0] if value in KINDS and key != "wanted" else value)


def in_words(problem: Problem, words: Words) -> str:
    """`file:line:column: code message (hint)`."""
    message = told(PROBLEMS[problem.code], problem, words)
    hint = " (" + words("did you mean '{name}'?", name=problem.near) + ")" if problem.near else ""
    return f"{problem.file}:{problem.line}:{problem.column}: {problem.code} {message}{hint}"
