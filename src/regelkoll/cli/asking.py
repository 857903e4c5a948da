"""The questions of `regelkoll new`: a wrong flag ends the command, a wrong answer is asked for again."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import click

from regelkoll.cli.inputs import Stop
from regelkoll.engine.days import in_force
from regelkoll.language import N_, Words
from regelkoll.model import FactType, Kind, RuleSet
from regelkoll.rulefiles.problems import closest
from regelkoll.tooling.newrule import QUANTIFIERS, STATED, NoFrame, Wish, frame, operators_for
from regelkoll.tooling.schemawords import OPERATOR_WORDS
from regelkoll.values import as_written

T = TypeVar("T")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PARAMETER = re.compile(r"\{\s*parameter:\s*([\w-]+)\s*\}")
REFUSED = {
    "operator": N_("The operator '{operator}' cannot be used here. These can: {choices}."),
    "value": N_("'{value}' is no value that '{fact}' can be compared with."),
    "choice": N_("'{value}' is no value that '{fact}' can be compared with. These are: {choices}."),
    "record": N_("Write the value as field = value. The fields of '{fact}' are: {choices}."),
}


class Refused(Exception):
    """What was said cannot be taken; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Each method takes what a flag says (`None`: nothing) and gives what the rule is to have."""

    ruleset: RuleSet
    words: Words

    def rule(self, given: str | None) -> str:
        return self._told(given, self.words("The rule's id (a–z, digits, hyphens)"), self._rule, "RULE")

    def area(self, given: str | None) -> str:
        areas = ", ".join(sorted({rule.area for rule in self.ruleset.rules}))
        return self._told(given, self.words("The area ({areas})", areas=areas), self._area, "--area")

    def fact(self, given: str | None) -> FactType:
        if given is None and asks():
            width = max(map(len, self.ruleset.vocabulary), default=0)
            for name, fact in self.ruleset.vocabulary.items():
                click.echo(f"  {name:{width}}  {fact.label}", err=True)
        return self._told(given, self.words("The fact that the rule is about"), self._fact, "--fact")

    def operator(self, given: str | None, fact: FactType) -> str:
        choices = operators_for(fact)
        if given is None and not asks():
            if STATED in choices:
                return STATED
            said = self._refused("operator", operator=STATED, choices=", ".join(choices))
            raise Stop(2, said, self.words("Say it with {flag}; see --help.", flag="--operator"))
        if given is None:
            for name in choices:
                said = OPERATOR_WORDS.get(name, "") if self.words.lang == "sv" else ""
                click.echo(f"  {name:14}{said}", err=True)

        def check(answer: str) -> str:
            if answer not in choices:
                raise Refused(self._refused("operator", operator=answer, choices=", ".join(choices)))
            return answer

        return self._told(given, self.words("How it is compared"), check, "--operator", choices[0])

    def value(self, given: str | None, wish: Wish) -> Wish:
        """The wish with its right side, tried by making the frame."""
        free = wish.operator == STATED or (wish.operator == "none" and not asks())
        question = self.words("What it is compared with")
        if wish.operator in QUANTIFIERS:
            question = self.words("What it is compared with (field = value)")
        if given is None and free:
            return self._with_value("", wish)
        default = "" if wish.operator == "none" else None
        return self._told(given, question, lambda answer: self._with_value(answer, wish), "--value", default)

    def choice(self, given: str | None, question: str, choices: Sequence[str], default: str) -> str:
        if given is not None or not asks():
            return given or default

        def check(answer: str) -> str:
            if answer not in choices:
                raise Refused(self.words("Choose one of: {choices}.", choices=", ".join(choices)))
            return answer

        return self._told(None, f"{question} ({', '.join(choices)})", check, "", default)

    def text(self, given: str | None, question: str) -> str:
        """A text that may be left for later."""
        if given is not None or not asks():
            return given or ""
        return self._told(None, self.words("{question} (Enter: later)", question=question), str, "", "")

    def day(self, question: str) -> date | None:
        """The first day, `None` when the rule has none."""
        if not asks():
            return None

        def check(answer: str) -> date | None:
            try:
                return date.fromisoformat(answer) if answer else None
            except ValueError:
                raise Refused(self.words("Write the day as YYYY-MM-DD.")) from None

        return self._told(None, self.words("{question} (Enter: always)", question=question), check, "", "")

    # ── how an answer is taken ────────────────────────────────────────────────────────────────────────────────────

    def _told(
        self, given: str | None, question: str, check: Callable[[str], T], flag: str, default: str | None = None
    ) -> T:
        if given is None and not asks():
            said = self.words("Something is not said: {what}.", what=question)
            shown = self.words("RULE") if flag == "RULE" else flag
            raise Stop(2, said, self.words("Say it with {flag}; see --help.", flag=shown))
        while True:
            answer = given if given is not None else _ask(question, default)
            try:
                return check(answer)
            except Refused as error:
                if given is not None:
                    raise Stop(2, str(error)) from None
                click.echo(str(error), err=True)

    def _refused(self, code: str, **details: str) -> str:
        template = REFUSED[code]
        return self.words(template, **details)

    def _rule(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise Refused(self.words("'{name}' cannot be a rule's id. Use a–z, digits and hyphens.", name=name))
        if any(rule.id == name for rule in self.ruleset.rules):
            raise Refused(self.words("There is already a rule '{name}'.", name=name))
        return name

    def _area(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise Refused(self.words("'{name}' cannot be an area. Use a–z, digits and hyphens.", name=name))
        return name

    def _fact(self, name: str) -> FactType:
        fact = self.ruleset.vocabulary.get(name)
        if fact is None:
            near = closest(name, self.ruleset.vocabulary)
            hint = " (" + self.words("did you mean '{name}'?", name=near) + ")" if near else ""
            raise Refused(self.words("The fact '{name}' is not in facts.yaml.", name=name) + hint)
        return fact

    def _with_value(self, answer: str, wish: Wish) -> Wish:
        tried = self._of_parameter(answer, wish) or replace(wish, value=answer)
        try:
            frame(tried)
        except NoFrame as error:
            listed = wish.fact.kind is Kind.CHOICE
            code = "choice" if error.code == "value" and listed else error.code
            choices = wish.fact.values if listed else tuple(wish.fact.fields)
            details = {"value": answer, "fact": wish.fact.name, "choices": ", ".join(choices)}
            raise Refused(self._refused(code, operator=wish.operator, **details)) from None
        return tried

    def _of_parameter(self, answer: str, wish: Wish) -> Wish | None:
        """The wish with a parameter on the right side, its value on the rule's first day (else its last row's, and the
        rule then begins with that row)."""
        match = _PARAMETER.fullmatch(answer.strip())
        if match is None:
            return None
        parameter = self.ruleset.parameters.get(match[1])
        if parameter is None or parameter.kind is not wish.fact.kind:
            near = closest(match[1], self.ruleset.parameters)
            hint = " (" + self.words("did you mean '{name}'?", name=near) + ")" if near else ""
            raise Refused(self.words("The parameter '{name}' is not in parameters.yaml.", name=match[1]) + hint)
        rows = [row for row in parameter.rows if wish.begins is None or in_force(row.in_force, wish.begins)]
        if not rows:
            day = str(wish.begins)
            raise Refused(self.words("The parameter '{name}' has no value on {day}.", name=match[1], day=day))
        value = rows[-1].values["value"]
        first = next((span.first for span in rows[-1].in_force if span.first), None)
        text = "" if isinstance(value, tuple) else as_written(value, parameter.kind is Kind.SHARE)
        return replace(wish, value=text, parameter=match[1], begins=wish.begins or first)


def asks() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin is not None and sys.stdin.isatty()


def _ask(question: str, default: str | None) -> str:
    return str(click.prompt(question, default=default, show_default=bool(default), err=True)).strip()
