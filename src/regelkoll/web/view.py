"""What the report's page shows, made ready: the sheet, the draft's text, the form fields and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from regelkoll.language import Words
from regelkoll.model import Reviewed, RuleSet
from regelkoll.reports.marked import Marking, marking
from regelkoll.reports.sheets import sheet
from regelkoll.web.compared import Compared, compared
from regelkoll.web.filling import Field, field_of, fields
from regelkoll.web.kept import Kept


@dataclass(frozen=True, slots=True)
class View:
    """`marking` is the sheet with the draft's text; `fields` by the fact that is asked for; `by_hand` the fields that a
    person has filled in; `faulty` what was filled in now and cannot be taken, so that the report is of what stood
    before."""

    marking: Marking
    fields: Mapping[str, tuple[Field, ...]]
    by_hand: tuple[Field, ...]
    faulty: tuple[Field, ...]
    compared: Compared | None


def view(
    reviewed: Reviewed,
    former: Reviewed | None,
    kept: Kept,
    written: Mapping[str, str],
    wrong: Mapping[str, str],
    ruleset: RuleSet,
    words: Words,
) -> View:
    """The view of a report; `written` and `wrong` are what stands in the form and what is wrong with it."""
    made = sheet(reviewed.report, words)
    asked = dict.fromkeys([ask.fact for ask in made.asks if ask.fact])
    open_ = fields(asked, reviewed.report, ruleset, written, wrong, words)
    shown = {field.fact for group in open_.values() for field in group}
    by_hand = [*kept.given, *(name for name in wrong if name not in kept.given and name not in shown)]

    def filled(names: Iterable[str]) -> tuple[Field, ...]:
        return tuple(field_of(ruleset.vocabulary[name], ruleset, written, wrong, words) for name in names)

    return View(
        marking(reviewed.draft, made, words),
        open_,
        filled(by_hand),
        filled(wrong),
        None if former is None else compared(former.report, reviewed.report, kept.before, words),
    )
