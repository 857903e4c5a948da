"""One compact JSON report a line, for many drafts. Every line follows the published schema by itself.

A draft that could not be checked is a line as well: one without reports, with the draft under `unread`.
"""

from __future__ import annotations

from regelkoll.language import Words
from regelkoll.model import Reviewed, Run, Unread
from regelkoll.reports import Options
from regelkoll.reports.data import SCHEMA, Data, report_data, unread_data, written


def render(run: Run, words: Words, options: Options) -> bytes:
    """In the order of the drafts; nothing of an empty run. `verbose` as in `data`."""
    return b"".join(written(_line(item, words, options.verbose), indent=None) for item in run)


def _line(item: Reviewed | Unread, words: Words, verbose: bool) -> Data:
    if isinstance(item, Reviewed):
        return report_data(item.report, words, verbose)
    return {"schema": SCHEMA, "reports": [], "unread": [unread_data(item)]}
