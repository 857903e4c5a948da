"""Fields of a Word document: what of them is shown, and what their instructions do."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from regelkoll.drafts.elements import attribute, child, inner, local, val, whole
from regelkoll.drafts.wordlook import OFF

_DOES = {
    **dict.fromkeys(("DATE", "TIME", "SAVEDATE", "PRINTDATE"), "updating"),
    **dict.fromkeys(("MERGEFIELD", "MACROBUTTON", "FILLIN", "ASK"), "placeholder"),
    **dict.fromkeys(("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "IMPORT"), "external"),
    **dict.fromkeys(("DATABASE", "RD"), "external"),
}


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    result: bool = False
    shown: bool = False
    choice: str = ""


class Fields:
    """The fields that are open where the reading stands; adds to `flags` what they do."""

    def __init__(self, flags: set[str]) -> None:
        self.flags = flags
        self.open: list[_Field] = []
        self.lost = False

    @property
    def muted(self) -> bool:
        """Whether what stands here is an instruction and not its result."""
        return any(not field.result for field in self.open)

    def said(self, text: str) -> None:
        if self.open:
            self.open[-1].instruction += text

    def put(self, text: str) -> bool:
        """Whether this text is shown."""
        if self.muted:
            self.lost = self.lost or bool(text.strip())
            return False
        for field in self.open:
            field.shown = field.shown or bool(text.strip())
        return True

    def mark(self, el: etree._Element) -> str:
        """A field's begin, separator or end; gives the entry chosen in a form's field without a result."""
        kind = attribute(el, "fldCharType")
        if kind == "begin":
            self.open.append(_Field(choice=_chosen(child(el, "ffData"))))
        elif kind == "separate" and self.open:
            self.does(self.open[-1].instruction)
            self.open[-1].result = True
        elif kind == "end" and self.open:
            field = self.open.pop()
            if not field.result:
                self.does(field.instruction)
            return "" if field.shown or self.muted else field.choice
        return ""

    def does(self, instruction: str) -> None:
        """Flags what a field with this instruction does."""
        name = instruction.split(maxsplit=1)[0].upper() if instruction.strip() else ""
        if name in _DOES:
            self.flags.add(_DOES[name])

    def close(self) -> None:
        """The end of a part: a field that never ended may have swallowed what is shown."""
        if any(not field.result for field in self.open) and self.lost:
            self.flags.add("garbled")
        self.open, self.lost = [], False


def _chosen(data: etree._Element | None) -> str:
    drop = child(data, "ddList")
    if drop is not None:
        entries = [val(el) or "" for el in drop if local(el) == "listEntry"]
        number = whole(val(child(drop, "result")) or val(child(drop, "default")))
        return entries[number] if 0 <= number < len(entries) else ""
    box = child(data, "checkBox")
    if box is None:
        return ""
    mark = inner(box, "checked")
    mark = inner(box, "default") if mark is None else mark
    return "☒" if mark is not None and (val(mark) or "1").lower() not in OFF else "☐"
