"""Markdown for merge requests and job summaries: the verdict, tables of what to act on, the rest folded.

Nothing from a draft or a rule becomes markup. At most 1 MiB, which is what GitHub takes of a summary: what does not
fit is counted at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from regelkoll.language import Words
from regelkoll.model import Reviewed, Run, Severity, Unread
from regelkoll.reports import Options
from regelkoll.reports.entries import NOT_CHECKED
from regelkoll.reports.escaping import markdown_text
from regelkoll.reports.sheet import Ask, Card, Legal, Sheet
from regelkoll.reports.sheets import sheet
from regelkoll.reports.terminal import SECTIONS

LIMIT = 1024 * 1024
ROOM = 512
"""Bytes kept for what is said last."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the document: `rows` stand between `head` and `tail` and are left out from the end where all do not
    fit. `counts` says that a row is a finding or a draft, which is then counted."""

    head: str
    rows: Sequence[str] = ()
    tail: str = ""
    counts: bool = False


def render(run: Run, words: Words, options: Options) -> bytes:
    """With several drafts an overview comes first."""
    return _fitted(_parts(run, words, options.verbose), words)


def _fitted(parts: Iterable[Part], words: Words) -> bytes:
    made: list[bytes] = []
    left, used = 0, 0
    for part in parts:
        rows = [row.encode("utf-8", "replace") for row in part.rows]
        head, tail = part.head.encode("utf-8", "replace"), part.tail.encode("utf-8", "replace")
        used += len(head) + len(tail)
        kept = 0
        while kept < len(rows) and used + len(rows[kept]) <= LIMIT - ROOM:
            used += len(rows[kept])
            kept += 1
        if used > LIMIT - ROOM or (rows and not kept):
            used -= len(head) + len(tail)
        else:
            made += [head, *rows[:kept], tail]
        left += len(rows) - kept if part.counts else 0
    if left:
        said = words("… and {count} more, for which there was no room.", count=left)
        made.append(f"\n{said}\n".encode())
    return b"".join(made).lstrip(b"\n")


def _parts(run: Run, words: Words, verbose: bool) -> Iterator[Part]:
    sheets = [sheet(item.report, words) if isinstance(item, Reviewed) else item for item in run]
    if not sheets:
        yield Part(markdown_text(words("No drafts were checked.")) + "\n")
    if len(sheets) > 1:
        head = _table_head(words("Draft"), words("Verdict"), words("Status"))
        yield Part(head, [_overview(item, words) for item in sheets], counts=True)
    for item in sheets:
        if isinstance(item, Unread):
            head = f"\n## {markdown_text(words(NOT_CHECKED))}\n\n{_named(item.draft, words)}\n\n"
            yield Part(head, [f"- {markdown_text(line)}\n" for line in item.said])
        else:
            yield from _draft(item, words, verbose)


def _overview(item: Sheet | Unread, words: Words) -> str:
    if isinstance(item, Unread):
        return _row(item.draft, words(NOT_CHECKED), " ".join(item.said))
    return _row(item.draft, item.heading, item.status)


def _draft(made: Sheet, words: Words, verbose: bool) -> Iterator[Part]:
    yield Part(_verdict(made, words))
    for severity in (Severity.STOP, Severity.WARNING):
        yield from _failures(made, severity, words)
    yield from _untold(made, words)
    yield from _failures(made, Severity.INFO, words)
    waived = [
        f"- {_titled(card)}: {markdown_text(card.message)} {markdown_text(card.waived)}\n" for card in made.waived
    ]
    yield from _folded(words("Waived"), waived)
    if made.faults:
        yield Part(
            f"\n### {markdown_text(words('Waivers to look at'))}\n\n",
            [f"- {markdown_text(fault)}\n" for fault in made.faults],
            counts=True,
        )
    yield from _folded(words("Met"), [f"- {_marked(card)}\n" for card in made.passed])
    if verbose:
        apart = [f"- {_titled(card)}: {markdown_text(card.apart)}\n" for card in made.apart]
        yield from _folded(words("Do not apply"), apart)
        yield from _folded(
            words("Facts"), [f"- {markdown_text(f.label)}: {markdown_text(f.value)}\n" for f in made.facts]
        )
    yield from _folded(words("Receipt"), [f"- {markdown_text(line)}\n" for line in made.receipt])


def _verdict(made: Sheet, words: Words) -> str:
    days = [made.day, made.made, made.engines, *([made.undated] if made.undated else []), *made.cautions]
    lines = "".join(f"- {markdown_text(line)}\n" for line in days)
    return (
        f"\n## {markdown_text(made.heading)}\n\n{_named(made.draft, words)}\n\n{markdown_text(made.sentence)} "
        f"**{markdown_text(made.status)}**\n\n{markdown_text(made.caution)}\n\n{lines}"
    )


def _named(draft: str, words: Words) -> str:
    return markdown_text(words("Draft: {name}", name=draft))


def _failures(made: Sheet, severity: Severity, words: Words) -> Iterator[Part]:
    cards = made.failed[severity]
    if cards:
        heads = _table_head(words("What is wrong"), words("What the draft says"), words("What to do"), words("Rule"))
        title = f"\n### {markdown_text(words(SECTIONS[severity][0]))} ({len(cards)})\n\n"
        yield Part(title + heads, [_failed(card) for card in cards], counts=True)


def _failed(card: Card) -> str:
    wrong = [card.message, *card.notes, *([card.old] if card.old else [])]
    said = [said.text for said in card.said] + ([card.more] if card.more else [])
    rule = "<br>".join([_titled(card), *(source_link(source) for source in card.sources), markdown_text(card.decides)])
    return f"| {_cell(wrong)} | {_cell(said)} | {_cell([card.remedy] if card.remedy else [])} | {rule} |\n"


def _untold(made: Sheet, words: Words) -> Iterator[Part]:
    if not made.untold:
        return
    yield Part(f"\n### {markdown_text(words('Could not be told'))} ({made.untold})\n\n")
    for cards, said in (
        (made.split, words("The engines disagree. This is a fault in the program; report it.")),
        (
            made.differ,
            words("The draft has changes that are not decided. With them and without them the answer is not the same:"),
        ),
    ):
        rows = [f"  - {_titled(card)}: {markdown_text(card.verdicts)}\n" for card in cards]
        if rows:
            yield Part(f"- {markdown_text(said)}\n", rows, counts=True)
    yield from (_asked(ask) for ask in made.asks)


def _asked(ask: Ask) -> Part:
    read = "".join(f"  - {markdown_text(line)}\n" for line in ask.read)
    return Part(f"- **{markdown_text(ask.request)}**\n{read}", [_waiting(card) for card in ask.cards], counts=True)


def _waiting(card: Card) -> str:
    told = [card.needs, *card.notes, card.old]
    return (
        f"  - {_titled(card)}, {markdown_text(card.gravity)}"
        + "".join(f" {markdown_text(line)}" for line in told if line)
        + "\n"
    )


def _folded(title: str, rows: Sequence[str]) -> Iterator[Part]:
    if rows:
        head = f"\n<details><summary>{escape(title)} ({len(rows)})</summary>\n\n"
        yield Part(head, rows, "\n</details>\n", counts=True)


def _marked(card: Card) -> str:
    return "; ".join([_titled(card), *map(markdown_text, card.marks)])


def _titled(card: Card) -> str:
    return f"{markdown_text(card.title)} \\[{markdown_text(card.rule)}\\]"


def source_link(source: Legal) -> str:
    """A link only to an address with encryption, and only where the address is a plain one."""
    if not source.url.startswith("https://"):
        return markdown_text(source.text)
    return f"[{markdown_text(source.words)}]({quote(source.url, safe=':/?#@!$&,;=%-._~+')})"


def _table_head(*names: str) -> str:
    cells = " | ".join(markdown_text(name) for name in names)
    return f"| {cells} |\n|{' --- |' * len(names)}\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(markdown_text(one) for one in cells)} |\n"


def _cell(lines: Sequence[str]) -> str:
    return "<br>".join(markdown_text(line) for line in lines)
