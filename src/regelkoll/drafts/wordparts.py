"""The parts of a Word package, found by their relations as Word finds them, and the form of them that is shown."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from regelkoll.drafts.elements import attribute, local
from regelkoll.drafts.gate import UnreadableDraft
from regelkoll.drafts.package import Package

_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_MAIN = "document.main+xml"
USUAL = "word/document.xml"
_FOLLOWED = ("styles", "settings", "theme", "footnotes", "endnotes", "comments", "header", "footer")
_KNOWN = ("schemas.microsoft.com/office/word/", "schemas.openxmlformats.org/", "schemas.microsoft.com/office/drawing/")


class Parts:
    """The main part and what it is related to. Raises UnreadableDraft where a part is missing, or two may be main.
    `numbers` (asked for by `numbered`) tells of each element its part and its number in that part as it is stored."""

    def __init__(self, package: Package, numbered: bool = False) -> None:
        self.package, self.numbered = package, numbered
        self.numbers: dict[etree._Element, tuple[str, int]] = {}
        self.folded = {name.casefold(): name for name in package.names}
        self.main = self._main()
        self.trees: dict[str, etree._Element] = {}
        self.doubtful = False
        folder, _, stem = self.main.rpartition("/")
        self.folder = folder
        self.rels = posixpath.join(folder, "_rels", f"{stem}.rels")
        self.links = dict(self._links(self.rels))

    def _main(self) -> str:
        types = self.package.xml(_TYPES)
        if types is None:
            raise UnreadableDraft("wrong_type" if "content.xml" in self.package.names else "damaged")
        kinds = [(el.get("PartName", "").lstrip("/"), el.get("ContentType", "")) for el in types]
        if any("macroEnabled" in kind or "vbaProject" in kind for _, kind in kinds):
            raise UnreadableDraft("macros")
        if any(name.endswith("vbaproject.bin") for name in self.folded):
            raise UnreadableDraft("macros")
        roots = [name for kind, name in self._related(_ROOT, "") if kind == "officeDocument"]
        mains = [name for name, kind in kinds if kind.endswith(_MAIN) and name]
        if len(set(roots)) > 1 or len(set(mains)) > 1:
            raise UnreadableDraft("unsafe")
        wanted = (roots or mains or [USUAL])[0]
        return self._found(wanted)

    def _found(self, name: str) -> str:
        """The member of this name; names of parts are the same in capitals."""
        if name in self.package.names:
            return name
        if name.casefold() not in self.folded:
            raise UnreadableDraft("damaged")
        return self.folded[name.casefold()]

    def _related(self, rels: str, folder: str) -> Iterator[tuple[str, str]]:
        for kind, name, _ in self._targets(rels, folder):
            yield kind, name

    def _targets(self, rels: str, folder: str) -> Iterator[tuple[str, str, str]]:
        """Each relation within the package: its kind, the name of its part, its id."""
        root = self.package.xml(self.folded.get(rels.casefold(), rels))
        for el in root if root is not None else ():
            if el.get("TargetMode") != "External":
                target = unquote(el.get("Target", "").partition("#")[0])
                path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                yield el.get("Type", "").rpartition("/")[2], path, el.get("Id", "")

    def _links(self, rels: str) -> Iterator[tuple[str, tuple[str, str]]]:
        for kind, name, own in self._targets(rels, self.folder):
            yield own, (kind, self._found(name) if kind in _FOLLOWED else name)

    @property
    def bare(self) -> bool:
        """Whether the package tells no relations of its main part at all, so that usual names are all there is."""
        return self.rels.casefold() not in self.folded

    def of(self, kind: str) -> list[etree._Element]:
        """The elements of the parts of one kind."""
        names = [name for one, name in self.links.values() if one == kind]
        usual = posixpath.join(self.folder, f"{kind}.xml")
        if self.bare and usual in self.package.names:
            names = [usual]
        return [el for name in dict.fromkeys(names) for el in self.tree(name)]

    def root(self, kind: str) -> etree._Element | None:
        """The part of a kind of which there is one. Raises UnreadableDraft where there are more."""
        found = self.of(kind)
        if len({id(el.getparent()) for el in found}) > 1:
            raise UnreadableDraft("unsafe")
        return found[0].getparent() if found else None

    def tree(self, name: str) -> etree._Element:
        """A part as it is shown: of two forms of the same the one that Word takes. `doubtful` where they differ."""
        if name not in self.trees:
            root = self.package.xml(name)
            if root is None:
                raise UnreadableDraft("damaged")
            if self.numbered:
                self.numbers.update((el, (name, number)) for number, el in enumerate(root.iter("*")))
            for el in [el for el in root.iter() if local(el) == "AlternateContent"]:
                self._choose(el)
            self.trees[name] = root
        return self.trees[name]

    def _choose(self, el: etree._Element) -> None:
        choices = [form for form in el if local(form) == "Choice" and _understood(form)]
        forms = [*choices[:1], *(form for form in el if local(form) == "Fallback")]
        texts = [_text(form) for form in forms]
        if len(set(filter(None, texts))) > 1:
            self.doubtful = True
        taken = next((form for form, text in zip(forms, texts, strict=True) if text), forms[0] if forms else None)
        parent = el.getparent()
        if parent is None:
            return
        at = parent.index(el)
        parent[at : at + 1] = list(taken) if taken is not None else []


def _understood(form: etree._Element) -> bool:
    """Whether all that a form requires is of the usual extensions."""
    spaces = [form.nsmap.get(prefix) for prefix in (attribute(form, "Requires") or "").split()]
    return all(space is not None and any(known in space for known in _KNOWN) for space in spaces)


def _text(el: etree._Element) -> str:
    return "".join("".join(part.text or "" for part in el.iter() if local(part) in ("t", "sym", "delText")).split())


def outside(package: Package) -> set[str]:
    """Flags for what lies outside the text: signatures, links that a program would fetch, other files within."""
    flags: set[str] = set()
    if any(name.startswith("_xmlsignatures/") and name.endswith(".xml") for name in package.names):
        flags.add("signed")
    for name in package.names:
        links = package.xml(name) if name.endswith(".rels") else None
        for link in links if links is not None else ():
            kind = link.get("Type", "").rpartition("/")[2]
            if link.get("TargetMode") == "External" and kind != "hyperlink":
                flags.add("external")
            if kind in ("oleObject", "package", "aFChunk", "control"):
                flags.add("embedded")
    return flags
