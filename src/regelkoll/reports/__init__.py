"""Reports in their formats. To add a format is to add a module and its line in RENDERERS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from regelkoll.language import Words
from regelkoll.model import Run


@dataclass(frozen=True, slots=True)
class Options:
    """`width` is in characters; `verbose` adds what passed, what did not apply and every fact read."""

    color: bool = False
    width: int = 80
    verbose: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: where its `render(run, words, options)` is, and the suffixes of a file's name that mean it.

    `copy` is how the name ends of a format that is a copy of one draft (it is rendered of a run with that draft alone,
    and raises `NotThisDraft` of another); `draft` says that the draft itself is needed; `extra` is what must be
    installed for it, `needs` the module that shows that it is; `text` is false for bytes that no terminal shows."""

    render: str
    suffixes: tuple[str, ...] = ()
    copy: str = ""
    draft: bool = False
    extra: str = ""
    needs: str = ""
    text: bool = True


class NotThisDraft(Exception):
    """The format is a copy of the draft, and cannot be made of this one. `code`: `format`, `signed`,
    `restricted`, `changed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


RENDERERS: Mapping[str, Format] = {
    "terminal": Format("regelkoll.reports.terminal:render", (".txt",)),
    "json": Format("regelkoll.reports.data:render", (".json",)),
    "jsonl": Format("regelkoll.reports.jsonl:render", (".jsonl", ".ndjson")),
    "markdown": Format("regelkoll.reports.markdown:render", (".md", ".markdown")),
    "sarif": Format("regelkoll.reports.sarif:render", (".sarif", ".sarif.json")),
    "junit": Format("regelkoll.reports.junit:render", (".xml",)),
    "github": Format("regelkoll.reports.github:render"),
    "gitlab": Format("regelkoll.reports.gitlab:render"),
    "csv": Format("regelkoll.reports.overview:render", (".csv",)),
    "html": Format("regelkoll.reports.html:render", (".html", ".htm"), draft=True),
    "pdf": Format("regelkoll.reports.pdf:render", (".pdf",), draft=True, extra="pdf", needs="typst", text=False),
    "docx": Format("regelkoll.reports.docx:render", (".docx",), copy="-granskad.docx", draft=True, text=False),
    "pdf-notes": Format(
        "regelkoll.reports.pdfnotes:render",
        copy="-granskad.pdf",
        draft=True,
        extra="pdf",
        needs="pypdf",
        text=False,
    ),
}


def render(
    run: Run,
    format: str,
    words: Words,
    *,
    color: bool = False,
    width: int = 80,
    verbose: bool = False,
) -> bytes:
    """The run in a format of RENDERERS (KeyError otherwise), text in UTF-8. The same run gives the same bytes.

    Raises NotThisDraft from a format that is a copy, and ImportError where a format's extra is not installed."""
    module, _, function = RENDERERS[format].render.partition(":")
    made: bytes = getattr(import_module(module), function)(run, words, Options(color, width, verbose))
    return made
