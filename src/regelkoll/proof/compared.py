"""A draft beside the report on it: the same, saved again, in another order, or changed after the check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeAlias

from regelkoll.drafts.fingerprint import cells_of
from regelkoll.model import Reviewed, RuleSet, Vocabulary
from regelkoll.proof.passages import Differences, differences
from regelkoll.proof.resting import Resting, resting
from regelkoll.proof.values import FactChange, fact_changes, holds_passages, weighty

Data: TypeAlias = Mapping[str, Any]

GRAVE = frozenset(
    {"tracked", "struck_out", "hidden", "placeholder", "updating", "scan", "garbled", "laid_on", "picture", "cut_off"}
)
"""Flags of a draft that, where they are new, say that it may hold another text than the one that was read."""


class Sameness(StrEnum):
    """What a draft is to the report on it. Only the first two are the text that was checked."""

    UNCHANGED = "unchanged"
    SAVED_AGAIN = "saved_again"
    REORDERED = "reordered"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """Rule files beside those of the check, by path."""

    changed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.gone)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it. `flags_new` and `flags_gone` say what is new and gone in how the file could be read;
    `read_otherwise`: the words are the same and facts are not, because rules or program differ or because the file is
    laid out otherwise; `without_facts`: the check had a case file that is not at hand."""

    sameness: Sameness
    text: Differences = field(default_factory=Differences)
    facts: tuple[FactChange, ...] = ()
    flags_new: tuple[str, ...] = ()
    flags_gone: tuple[str, ...] = ()
    resting: tuple[Resting, ...] = ()
    rules: RuleFiles = field(default_factory=RuleFiles)
    program: tuple[str, str] | None = None
    read_otherwise: bool = False
    without_facts: bool = False
    cells: bool = False
    """Whether other cells of the tables are empty: what stands in them may say something else."""


def same_bytes(report: Data, sha256: str) -> bool:
    """Whether a draft with this sha256 is the very file that was checked."""
    return bool(report["receipt"]["draft_sha256"] == sha256)


def rule_files(report: Data, ruleset: RuleSet) -> RuleFiles:
    """The rule files in use beside those that the report was made with."""
    then, now = report["receipt"]["rules"], ruleset.files
    changed = sorted(name for name in then.keys() & now.keys() if then[name] != now[name])
    return RuleFiles(tuple(changed), tuple(sorted(now.keys() - then.keys())), tuple(sorted(then.keys() - now.keys())))


def compared(report: Data, new: Reviewed, ruleset: RuleSet, without_facts: bool = False) -> Compared:
    """A draft, read and checked with the report's own days, beside the report. `without_facts`: the case file that
    completed the draft then is not at hand."""
    now, print_ = new.report, report["receipt"].get("fingerprint")
    if print_ is not None and new.draft is not None:
        text = differences(print_, report["facts"], new.draft)
    else:
        text = Differences(same=report["receipt"]["text_sha256"] == now.receipt.text_sha256)
    same = text.same
    names = _compared_facts(ruleset.vocabulary, new.draft is None, same)
    facts = fact_changes(report["facts"], now.facts, names, ruleset.vocabulary, without_facts)
    then, flags = set(report["flags"]), set(now.flags)
    programs = (report["receipt"]["program"], now.receipt.program)
    result = Compared(
        Sameness.SAVED_AGAIN,
        text,
        facts,
        tuple(sorted(flags - then)),
        tuple(sorted(then - flags)),
        rules=rule_files(report, ruleset),
        program=programs if programs[0] != programs[1] else None,
        read_otherwise=same and bool(facts) and new.draft is not None,
        without_facts=without_facts,
        cells=_other_cells(report, new),
    )
    pages_same = same and not text.heads_new and not text.heads_gone
    if not pages_same:  # a list of passages differs where they are moved, which is told as such
        counted = [fact for fact in facts if not (text.moved and holds_passages(fact))]
    else:
        counted = [fact for fact in facts if weighty(fact, ruleset.vocabulary[fact.name])]
    result = replace(result, sameness=_sameness(report, new, result, bool(counted)))
    if result.sameness is Sameness.SAVED_AGAIN:
        return result
    changed = {fact.name for fact in facts if not holds_passages(fact)} | _flag_facts(ruleset.vocabulary, then ^ flags)
    told = None if without_facts else now
    found = resting(report, told, None if same else new.draft, changed, ruleset)
    return replace(result, resting=tuple(found))


def _sameness(report: Data, new: Reviewed, found: Compared, facts: bool) -> Sameness:
    """Doubt is never sameness. A head that only the PDF of a Word draft lacks is no change, for a Word file holds heads
    that no page shows. Of the very same letters, facts that other rules or another program read are no change.
    `facts`: some differ that count."""
    if new.draft is None:
        return Sameness.CHANGED if found.facts or "fingerprint" in report["receipt"] else Sameness.SAVED_AGAIN
    text = found.text
    heads_gone = text.heads_gone > 0 and _suffix(report["draft"]) == _suffix(new.report.draft)
    if text.words or heads_gone or GRAVE & set(found.flags_new) or found.cells:
        return Sameness.CHANGED
    if facts and not (text.same and (found.rules or found.program) and not text.heads_gone):
        return Sameness.CHANGED
    if text.moved:
        return Sameness.REORDERED
    return Sameness.SAVED_AGAIN if text.same else Sameness.CHANGED


def _other_cells(report: Data, new: Reviewed) -> bool:
    """Whether other cells of the tables are empty. Of a file of another format, of a report of a version that did not
    keep them, and where a word processor's tabs stand for a table, that cannot be said."""
    print_ = report["receipt"].get("fingerprint") or {}
    if new.draft is None or "cells" not in print_ or _suffix(report["draft"]) != _suffix(new.report.draft):
        return False
    then, now = print_["cells"], cells_of(new.draft)
    return bool(then != now and (not new.draft.places or (then and now)))


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _compared_facts(vocabulary: Vocabulary, case_file: bool, same: bool) -> list[str]:
    """The facts that a draft gives, or all that a case file may. A measure of the text says nothing of its own where
    the text is the same; what flags say is said of the flags."""
    if case_file:
        return [name for name, kind in vocabulary.items() if kind.derive is None and not kind.concluded]
    return [
        name
        for name, kind in vocabulary.items()
        if kind.find is not None
        or (kind.read is not None and "flag" not in kind.read and not (same and "measure" in kind.read))
    ]


def _flag_facts(vocabulary: Vocabulary, flags: set[str]) -> set[str]:
    return {name for name, kind in vocabulary.items() if flags & set((kind.read or {}).get("flag", ()))}
