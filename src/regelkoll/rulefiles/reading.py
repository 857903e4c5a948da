"""The reading profile and the vocabulary's `read:` and `find:`, checked when loaded: no draft meets a slip in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as MappingOf

from regelkoll.facts.figures import FIGURES
from regelkoll.facts.frames import Frame
from regelkoll.model import FLAGS, FactType, Kind, Problem, Register
from regelkoll.operators import pattern
from regelkoll.rulefiles.problems import Add, closest
from regelkoll.rulefiles.searches import check_search
from regelkoll.rulefiles.shape import kind_of
from regelkoll.rulefiles.tree import Mapping, Scalar, Sequence, Tree

PROFILE = {
    "labels": "list",
    "sections": "lists",
    "unsure": "lists",
    "signatures": "map",
    "clauses": "map",
    "negations": "list",
    "history": "list",
}
FORMS: MappingOf[str, tuple[str, ...]] = {
    "label": ("also_near",),
    "title": ("after",),
    "measure": (),
    "section": ("after", "pattern"),
    "clause": (
        *(
            "after",
            "not_after",
            "then",
            "begins",
            "until",
            "until_only",
            "named_by",
            "direct_until",
            "passive",
            "not_subject",
            "before",
            "framed",
            "not_begins",
            "period",
            "figure",
            "words",
            "not_words",
            "stronger",
            "headings",
        ),
        *("otherwise", "pattern", "known", "known_after", "names_after", "pairs", "each", "fields"),
    ),
    "block": (),
    "flag": (),
    "sections": (),
    "lines_of": (),
}
LISTS = (
    "flag",
    "label",
    "after",
    "not_after",
    "then",
    "begins",
    "until",
    "until_only",
    "named_by",
    "direct_until",
    "passive",
    "not_subject",
    "before",
    "not_begins",
    "names_after",
    "known_after",
    "pairs",
    "stronger",
    "not_words",
)
CHOICES = {
    "period": ("start", "end"),
    "figure": tuple(FIGURES),
    "block": ("signatures",),
    "sections": ("all",),
    "otherwise": ("not_stated",),
    "framed": ("yes",),
    "measure": ("readability", "sentence_words"),
}
CLAUSE = ("section", "sections", "not_sections", "sentences_with", "frames", "stops", "not_begins")


class Checker:
    """Checks one pack's reading instructions; adds problems and gives nothing."""

    def __init__(
        self, profile: Tree | None, registers: MappingOf[str, Register], facts: Iterable[str], add: Add
    ) -> None:
        self.registers, self.facts, self.add = registers, list(facts), add
        self.sections = _names(profile, "sections")
        self.clauses = _names(profile, "clauses")

    def problem(self, file: str, node: Tree, code: str, near: str | None = None, **details: str) -> None:
        self.add(Problem(file, node.line, node.column, code, details, near))

    def keys(self, file: str, node: Mapping, allowed: Iterable[str]) -> None:
        known = list(allowed)
        for key, (place, _) in node.entries.items():
            if key not in known:
                self.problem(file, place, "key-unknown", closest(key, known), key=key)

    def listed(self, file: str, node: Tree | None) -> None:
        if node is None:
            return
        texts = isinstance(node, Sequence) and node.items and all(isinstance(i, Scalar) and i.text for i in node.items)
        if not texts:
            self.problem(file, node, "value-shape", got=kind_of(node), wanted="a list")

    def one_of(self, file: str, node: Tree | None, choices: Iterable[str]) -> None:
        if node is None:
            return
        known, text = list(choices), node.text if isinstance(node, Scalar) else kind_of(node)
        if text not in known:
            self.problem(file, node, "value-choice", closest(text, known), value=text, choices=", ".join(known))

    # ── the profile ───────────────────────────────────────────────────────────────────────────────────────────────

    def profile(self, file: str, tree: Tree) -> None:
        if not isinstance(tree, Mapping):
            self.problem(file, tree, "value-shape", got=kind_of(tree), wanted="key: value")
            return
        self.keys(file, tree, PROFILE)
        for key, shape in PROFILE.items():
            node = tree.get(key)
            if node is None:
                continue
            if shape == "list":
                self.listed(file, node)
            elif not isinstance(node, Mapping):
                self.problem(file, node, "value-shape", got=kind_of(node), wanted="key: value")
            elif shape == "lists":
                for _, inner in node.entries.values():
                    self.listed(file, inner)
        for node in _inner(tree, "clauses"):
            self.clause(file, node)
        unsure = tree.get("unsure")
        for name, (place, _) in unsure.entries.items() if isinstance(unsure, Mapping) else ():
            if name not in self.sections:
                choices = ", ".join(self.sections)
                self.problem(file, place, "value-choice", closest(name, self.sections), value=name, choices=choices)
        signatures = tree.get("signatures")
        if isinstance(signatures, Mapping):
            self.keys(file, signatures, ("before",))
            self.each_section(file, signatures.get("before"))

    def clause(self, file: str, node: Tree) -> None:
        if not isinstance(node, Mapping):
            self.problem(file, node, "value-shape", got=kind_of(node), wanted="key: value")
            return
        self.keys(
            file, node, ("section", "sections", "not_sections", "sentences_with", "frames", "stops", "not_begins")
        )
        self.listed(file, node.get("not_begins"))
        self.each_section(file, node.get("not_sections"))
        self.frames(file, node.get("frames"))
        self.listed(file, node.get("stops"))
        self.one_of(file, node.get("section"), self.sections)
        self.each_section(file, node.get("sections"))
        self.listed(file, node.get("sentences_with"))
        if node.get("section") is None and node.get("sentences_with") is None:
            self.problem(file, node, "key-missing", key="section")

    def frames(self, file: str, node: Tree | None) -> None:
        self.listed(file, node)
        for item in node.items if isinstance(node, Sequence) else ():
            text = item.text if isinstance(item, Scalar) else ""
            try:
                slots = list(Frame(text).slots)
            except (ValueError, re.error):
                self.problem(file, item, "pattern-bad", value=text)
                continue
            for slot in slots:
                if slot not in self.facts:
                    self.problem(file, item, "fact-unknown", closest(slot, self.facts), name=slot)

    def each_section(self, file: str, node: Tree | None) -> None:
        self.listed(file, node)
        for item in node.items if isinstance(node, Sequence) else ():
            self.one_of(file, item, self.sections)

    # ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, file: str, fact: FactType, node: Mapping) -> None:
        form = next((form for form in FORMS if form in node.entries), None)
        if form is None:
            self.problem(file, node, "key-missing", key=" | ".join(FORMS))
            return
        self.keys(file, node, (form, *FORMS[form]))
        for key in LISTS:
            self.listed(file, node.get(key))
        for key, choices in CHOICES.items():
            self.one_of(file, node.get(key), choices)
        if form in ("section", "lines_of"):
            self.one_of(file, node.get(form), self.sections)
        self.one_of(file, node.get("clause"), self.clauses)
        self.pattern(file, node.get("pattern"))
        stronger = node.get("stronger")
        for item in stronger.items if isinstance(stronger, Sequence) else ():
            self.one_of(file, item, fact.values)
        flags = node.get("flag")
        for item in flags.items if isinstance(flags, Sequence) else ():
            self.one_of(file, item, FLAGS)
        if flags is not None and fact.kind is not Kind.YES_NO:
            self.problem(file, node, "value-choice", value=fact.kind, choices=Kind.YES_NO)
        self.words(file, fact, node)
        self.known(file, node)
        if form == "section" and "pattern" not in node.entries:
            self.problem(file, node, "key-missing", key="pattern")
        if form == "clause" and len(node.entries) == 1:
            self.problem(file, node, "key-missing", key="after | before | period | figure | words | pattern | known")

    def pattern(self, file: str, node: Tree | None) -> None:
        compiled = pattern(node.text) if isinstance(node, Scalar) else None
        if node is not None and (compiled is None or compiled.groups < 1):
            self.problem(file, node, "pattern-bad", value=node.text if isinstance(node, Scalar) else kind_of(node))

    def words(self, file: str, fact: FactType, node: Mapping) -> None:
        for key in ("words", "headings"):
            words = node.get(key)
            for value, (place, phrases) in words.entries.items() if isinstance(words, Mapping) else ():
                if fact.kind is not Kind.CHOICE or value not in fact.values:
                    near, choices = closest(value, fact.values), ", ".join(fact.values)
                    self.problem(file, place, "value-choice", near, value=value, choices=choices)
                self.listed(file, phrases)
            if words is not None and not isinstance(words, Mapping):
                self.problem(file, words, "value-shape", got=kind_of(words), wanted="key: value")

    def known(self, file: str, node: Mapping) -> None:
        known = node.get("known")
        if "names_after" in node.entries and known is None:
            self.problem(file, node, "key-missing", key="known")
        if known is not None:
            self.register(file, known)

    def register(self, file: str, node: Tree) -> None:
        """A register and a column, as `known:` and `any_of:` name them."""
        if not isinstance(node, Mapping):
            self.problem(file, node, "value-shape", got=kind_of(node), wanted="register, column")
            return
        self.keys(file, node, ("register", "column"))
        name, column = node.get("register"), node.get("column")
        if not isinstance(name, Scalar) or not isinstance(column, Scalar):
            self.problem(file, node, "key-missing", key="register" if not isinstance(name, Scalar) else "column")
        elif name.text not in self.registers:
            self.problem(file, name, "register-unknown", closest(name.text, self.registers), name=name.text)
        elif column.text not in self.registers[name.text].columns:
            columns = self.registers[name.text].columns
            near = closest(column.text, columns)
            self.problem(file, column, "column-unknown", near, register=name.text, name=column.text)


def _names(profile: Tree | None, key: str) -> list[str]:
    node = profile.get(key) if isinstance(profile, Mapping) else None
    return list(node.entries) if isinstance(node, Mapping) else []


def _inner(tree: Mapping, key: str) -> list[Tree]:
    node = tree.get(key)
    return [inner for _, inner in node.entries.values()] if isinstance(node, Mapping) else []


def check_reading(
    vocabulary: MappingOf[str, FactType],
    facts: tuple[str, Tree | None],
    profile: tuple[str, Tree | None],
    registers: MappingOf[str, Register],
    add: Add,
) -> None:
    """Adds every problem of the profile and of the facts' instructions; `facts` and `profile` are (file, tree)."""
    checker = Checker(profile[1], registers, vocabulary, add)
    if profile[1] is not None:
        checker.profile(profile[0], profile[1])
    for name, (_, entry) in facts[1].entries.items() if isinstance(facts[1], Mapping) else ():
        fact = vocabulary.get(name)
        if fact is None or not isinstance(entry, Mapping):
            continue
        read, find = entry.get("read"), entry.get("find")
        if isinstance(read, Mapping):
            checker.read(facts[0], fact, read)
        if isinstance(find, Mapping):
            check_search(checker, facts[0], find)
