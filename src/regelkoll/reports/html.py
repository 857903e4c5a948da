"""The report as one page that needs nothing else: no script, its style inside, the draft's text beside the findings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from regelkoll.language import Words
from regelkoll.model import Reviewed, Run, Unread
from regelkoll.reports import Options
from regelkoll.reports.marked import marking
from regelkoll.reports.pages import digest, environment, style, titled
from regelkoll.reports.sheets import sheet, tally

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

    sheets = [view.sheet for view in views]
    text = _template(words).render(
        views=views,
        unread=[item for item in run if isinstance(item, Unread)],
        single=single,
        title=titled(run, sheets, words),
        counted=tally(sheets, words),
        style=Markup(style()),
        style_digest=digest(style()),
    )
    return text.encode()


@cache
def _template(words: Words) -> Template:
    return environment(words).get_template("report.html.j2")
