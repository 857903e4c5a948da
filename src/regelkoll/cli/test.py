"""`regelkoll test`: the examples in the rule files and the cases beside them, expected and got."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from regelkoll.check import CASES, CaseProblems, EngineMissing, checker
from regelkoll.cli.clock import today
from regelkoll.cli.inputs import DRAFTS, Stop, read_bytes, rules_from
from regelkoll.cli.options import rules_option
from regelkoll.drafts import UnreadableDraft
from regelkoll.drafts.refused import UNREADABLE
from regelkoll.language import N_, Words
from regelkoll.model import RuleSet
from regelkoll.rulefiles import default_pack, in_words
from regelkoll.tooling.casetests import CaseTest, CaseTried, case_test, try_case
from regelkoll.tooling.coverage import Covered, covered
from regelkoll.tooling.examples import Tried, try_examples
from regelkoll.tooling.junit import as_junit
from regelkoll.tooling.steps import steps

EXPECTED = "expected.yaml"


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        rules_option(words),
        click.Option(["-k", "expression"], metavar=words("TEXT"), help=words("Only rules whose id contains the text.")),
        click.Option(["--cases"], metavar=words("FOLDER"), help=words("The folder with whole drafts to try.")),
        click.Option(["--coverage"], is_flag=True, help=words("Say what no example reaches.")),
        click.Option(["--junit"], metavar=words("FILE"), help=words("Also write JUnit XML to a file.")),
    ]

    def run(**given: Any) -> int:
        return _test(words, **given)

    text = words("Try the examples in the rule files, and the cases.")
    return click.Command("test", params=params, callback=run, help=text)


def _test(
    words: Words, rules: str | None, expression: str | None, cases: str | None, coverage: bool, junit: str | None
) -> int:
    ruleset = rules_from(rules, words)
    try:
        tried = list(try_examples(ruleset, expression or ""))
        whole = [] if expression else list(_cases(ruleset, _case_folder(rules, cases, words), words))
    except EngineMissing:
        raise Stop(2, words("The engine durable_rules is not installed.")) from None
    if not tried:
        raise Stop(2, words("No rule has '{text}' in its id.", text=expression or ""))
    wrong = [one for one in tried if one.got != one.example.expect]
    for one in wrong:
        _show_example(one, ruleset, words)
    for case in whole:
        _show_case(case, words)
    if junit is not None:
        _write(Path(junit), as_junit(tried, whole, words), words)
    _sum_up(list(covered(ruleset, tried, words)), coverage, words)
    click.echo(words("{count} examples tried, {wrong} came out otherwise.", count=len(tried), wrong=len(wrong)))
    off = sum(bool(case.wrong) for case in whole)
    if whole:
        click.echo(words("{count} cases tried, {wrong} came out otherwise.", count=len(whole), wrong=off))
    return 3 if wrong or off else 0


def _show_example(one: Tried, ruleset: RuleSet, words: Words) -> None:
    line = one.example.location.line if one.example.location else 1
    said = words("expected {expected}, got {got}", expected=str(one.example.expect), got=str(one.got))
    click.echo(f"{one.rule.location.source}:{line}: {one.example.name}: {said}")
    if one.finding is not None:
        for text in steps(one.finding, ruleset, one.example.name, words):
            click.echo(f"    {text}".rstrip())


def _show_case(case: CaseTried, words: Words) -> None:
    for what, expected, got in ((w, e, g) for w, e, g in case.wrong if e != "?"):
        click.echo(f"{case.test.name}: {what}: " + words("expected {expected}, got {got}", expected=expected, got=got))
    new = [f"  {what}: {got}" for what, expected, got in case.wrong if expected == "?"]
    if new:
        file = f"{case.test.name}/{EXPECTED}"
        click.echo(words("Nothing is expected of these rules. If it came out right, paste in {file}:", file=file))
        click.echo("\n".join(["outcomes:", *new]))


def _sum_up(found: Sequence[Covered], in_full: bool, words: Words) -> None:
    for one in found if in_full else ():
        if one.lacking:
            click.echo(f"{one.rule.location.source}")
            for text in one.lacking:
                click.echo(f"  - {text}")
    outcomes = _share(sum(c.outcomes_reached for c in found), sum(c.outcomes for c in found))
    branches = _share(sum(c.branches_reached for c in found), sum(c.branches for c in found))
    sides = _share(sum(c.sides_reached for c in found), sum(c.sides for c in found))
    said = N_(
        "The examples reach {outcomes} of the outcomes, {branches} of the branches and {sides} of the border sides."
    )
    click.echo(words(said, outcomes=outcomes, branches=branches, sides=sides))


def _share(reached: int, count: int) -> str:
    """Rounded down, so that 100 % is all."""
    return f"{100 * reached // count if count else 100} %"


# ── cases ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _case_folder(rules: str | None, cases: str | None, words: Words) -> Path | None:
    """The folder named, else `cases` beside the rules or in them, where there is one."""
    if cases is not None:
        if not Path(cases).is_dir():
            raise Stop(2, words("There is no folder '{path}'.", path=cases), words("Check the name and the folder."))
        return Path(cases)
    folder = Path(rules) if rules else default_pack()
    beside = [folder / "cases", folder.resolve().parent / "cases"]
    return next((path for path in beside if any(path.glob(f"*/{EXPECTED}"))), None)


def _expectations(folder: Path, words: Words) -> list[Path]:
    """The folder's own expectation, else those of the folders in it. Raises Stop when there is none."""
    own = folder / EXPECTED
    found = [own] if own.is_file() else sorted(folder.glob(f"*/{EXPECTED}"))
    if not found:
        raise Stop(2, words("There are no drafts with an expected.yaml in '{path}'.", path=folder.as_posix()))
    return found


def _cases(ruleset: RuleSet, folder: Path | None, words: Words) -> Iterator[CaseTried]:
    ready = checker(ruleset)
    day = today()
    for expected in _expectations(folder, words) if folder else ():
        test = case_test(expected.read_bytes(), expected.parent.name, day)
        if not isinstance(test, CaseTest):
            raise Stop(3, "\n".join(in_words(problem, words) for problem in test))
        yield _tried(ready, test, expected.parent, words)


def _tried(ready: Any, test: CaseTest, folder: Path, words: Words) -> CaseTried:
    drafts = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in (*DRAFTS, *CASES)]
    drafts = [p for p in drafts if p.name not in (EXPECTED, test.facts)]
    if len(drafts) > 1 and not test.facts:
        written = [p for p in drafts if p.suffix.lower() in CASES]
        if written and len(drafts) == len(written) + 1:
            said = words("{folder} has a draft and a case file.", folder=folder.as_posix())
            hint = words("Say in expected.yaml which is the case file: 'facts: {file}'.", file=written[0].name)
            raise Stop(3, said, hint)
    if len(drafts) != 1:
        names = ", ".join(p.name for p in drafts) or words("none")
        said = words(
            "{folder} must hold one draft beside expected.yaml. It has: {names}.", folder=folder.as_posix(), names=names
        )
        raise Stop(3, said)
    beside = folder / test.facts if test.facts else None
    try:
        facts = None if beside is None else (read_bytes(beside), beside.name)
        return try_case(ready, test, (read_bytes(drafts[0]), drafts[0].name), facts)
    except UnreadableDraft as error:
        raise Stop(4, f"{drafts[0]}: {words(UNREADABLE[error.code])}") from None
    except CaseProblems as error:
        raise Stop(4, "\n".join(in_words(problem, words) for problem in error.problems)) from None
    except OSError as error:
        raise Stop(
            2, f"{error.filename}: " + words("The file cannot be read: {why}.", why=error.strerror or "")
        ) from None


def _write(path: Path, data: bytes, words: Words) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Stop(2, words("'{path}' cannot be written: {why}.", path=str(path), why=error.strerror or "")) from None
