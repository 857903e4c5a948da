"""The report as one page that needs nothing else: no script, its style inside, the draft's text beside the findings."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from regelkoll.language import Words
from regelkoll.model import Reviewed, Run, Unread
from regelkoll.reports import Options
from regelkoll.reports.marked import Marking, marking
from regelkoll.reports.pages import digest, environment, style
from regelkoll.reports.sheets import HEADLINES, sheet

if TYPE_CHECKING:
    from jinja2 import Template


def render(run: Run, words: Words, options: Options) -> bytes:
    """The page in UTF-8. Several drafts stand one after another under a list of them."""
    single = len(run) == 1 and isinstance(run[0], Reviewed)
    views = [
        marking(item.draft, sheet(item.report, words), words, "" if single else f"d{number}-")
        for number, item in enumerate(run, 1)
        if isinstance(item, Reviewed)
    ]
    from markupsafe import Markup

    text = _template(words).render(
        views=views,
        unread=[item for item in run if isinstance(item, Unread)],
        single=single,
        title=_title(run, views, words),
        counted=_counted(views, words),
        style=Markup(style()),
        style_digest=digest(style()),
    )
    return text.encode()


@cache
def _template(words: Words) -> Template:
    return environment(words).get_template("report.html.j2")


def _title(run: Run, views: list[Marking], words: Words) -> str:
    if len(run) == 1 and views:
        return f"{views[0].sheet.heading}: {views[0].sheet.draft}"
    return words.n("Check of {count} draft", "Check of {count} drafts", len(run))


def _counted(views: list[Marking], words: Words) -> str:
    if not views:
        return words("No drafts were checked.")
    counts = Counter(view.sheet.recommendation for view in views)
    parts = [f"{words(HEADLINES[one][0])}: {counts[one]}" for one in HEADLINES if counts[one]]
    return words.n("{count} draft. {parts}.", "{count} drafts. {parts}.", len(views), parts=", ".join(parts))
