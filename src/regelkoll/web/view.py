"""What the report's page shows, made ready: the sheet, the draft's text, the form fields and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regelkoll.language import Words
from regelkoll.model import Fact, Reviewed, RuleSet
from regelkoll.reports.marked import Marking, marking
from regelkoll.reports.sheets import sheet
from regelkoll.web.compared import Compared, compared
from regelkoll.web.filling import Field, field_of, fields
from regelkoll.web.kept import Kept


@dataclass(frozen=True, slots=True)
class View:
    """`marking` is the sheet with the draft's text; `fields` by the fact that is asked for; `by_hand` the fields that a
    person has filled in; `earlier` those that were filled in for the former version, are not used in this check and may
    be sent again; `faulty` what was filled in now and cannot be taken, so that the report is of what stood before."""

    marking: Marking
    fields: Mapping[str, tuple[Field, ...]]
    by_hand: tuple[Field, ...]
    earlier: tuple[Field, ...]
    faulty: tuple[Field, ...]
    compared: Compared | None


def view(
    reviewed: Reviewed,
    former: Reviewed | None,
    kept: Kept,
    written: Mapping[str, str],
    wrong: Mapping[str, str],
    earlier: Mapping[str, str],
    ruleset: RuleSet,
    words: Words,
) -> View:
    """The view of a report; `written` and `wrong` are what stands in the form and what is wrong with it, `earlier` what
    was filled in for the former version."""
    made = sheet(reviewed.report, words)
    asked = dict.fromkeys([ask.fact for ask in made.asks if ask.fact])
    open_ = fields(asked, reviewed.report, ruleset, written, wrong, words)
    shown = {field.fact for group in open_.values() for field in group}
    by_hand = [*kept.given, *(name for name in wrong if name not in kept.given and name not in shown)]

    unused = [name for name in earlier if name not in written and not isinstance(reviewed.report.facts.get(name), Fact)]

    def filled(names: Iterable[str], values: Mapping[str, str] = written) -> tuple[Field, ...]:
        return tuple(field_of(ruleset.vocabulary[name], ruleset, values, wrong, words) for name in names)

    return View(
        marking(reviewed.draft, made, words),
        open_,
        filled(by_hand),
        filled(unused, earlier),
        filled(wrong),
        None if former is None else compared(former.report, reviewed.report, kept.before, words),
    )
