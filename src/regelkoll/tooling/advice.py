"""What loads but is unwise: the codes of `regelkoll lint` with their sentences and hints, and where they point."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regelkoll.language import N_, Words
from regelkoll.model import Problem, RuleSet
from regelkoll.rulefiles import PROBLEMS
from regelkoll.rulefiles.problems import told
from regelkoll.rulefiles.tree import Mapping as MapTree
from regelkoll.rulefiles.tree import Sequence as ListTree
from regelkoll.rulefiles.tree import Tree, parse

ADVICE: Mapping[str, str] = {
    "fact-unused": N_("No rule uses the fact '{name}'."),
    "register-unused": N_("Nothing uses the register '{name}'."),
    "parameter-unused": N_("Nothing uses the parameter '{name}'."),
    "row-days": N_("No rule that looks in the register is in force on any of the row's days."),
    "row-shut-out": N_("No rule that looks in the register can get this row: its demands shut it out."),
    "search-days": N_("The row's days do not count: the text search '{fact}' takes every row, whatever the day."),
    "parameter-days": N_("The parameter '{name}' has no value for {day}, when the rule is in force."),
    "days-gap": N_("Nothing is in force from {first} up to and including {last}, between two of {what}."),
    "border-example": N_("The border is not tried by the examples: {what}."),
    "exception-open": N_("The exception '{label}' is unknown when the draft says nothing. Begin it with 'stated:'."),
    "place-unknown": N_("The text has {{{name}}}, which is neither a fact nor 'unmet'."),
    "place-empty": N_("The text has {{{name}}}, which is not stated in the example '{example}'."),
    "decides-text": N_("The rule says 'decides: text', but '{name}' is written by hand."),
    "source-address": N_("The source '{statute}' has no address (url)."),
    "text-todo": N_("The text is not written yet: {text}"),
    "text-long": N_("A sentence has {count} words: {text}"),
    "text-avoid": N_("'{word}' is not plain language. Write '{better}'."),
    "text-shout": N_("Leave out the exclamation mark."),
    "same-condition": N_("The rule demands exactly what {file} demands, on some of the same days."),
    "conclusions-both": N_("This and {file} can both be true, and conclude different values of '{fact}'{how}."),
}
"""The sentence of each code. Every one is a warning: the rules load and can be used."""

HINTS: Mapping[str, str] = {
    "fact-unused": N_("Take it away, or write the rule that needs it."),
    "register-unused": N_("Take the file away, or write the rule that needs it."),
    "parameter-unused": N_("Take it away, or write the rule that needs it."),
    "row-days": N_("Mend the row's days, or take it away."),
    "row-shut-out": N_("Mend the row's values, or take it away."),
    "search-days": N_(
        "Take the days away. Where a word counts on certain days only, write a register and a rule for those days."
    ),
    "parameter-days": N_("The answer is then unknown. Give the rule the same days, or the parameter a row more."),
    "decides-text": N_("Write 'decides: case_data'."),
    "days-gap": N_(
        "A decision from those days finds nothing. Mend the days, or write '# lint: days-gap' and the reason."
    ),
    "border-example": N_("Write an example on each side, as near the border as can be."),
    "exception-open": N_("An exception that nobody claims must be false, else every such draft cannot be told."),
    "place-unknown": N_("Write the name of a fact in facts.yaml."),
    "place-empty": N_("The reader then sees 'is not stated'. Put it last, after a colon, or word the text without it."),
    "source-address": N_(
        "Give the address where the reader can see the source, or write '# lint: source-address' and the reason."
    ),
    "text-todo": N_("Write the text."),
    "text-long": N_("Write two sentences."),
    "same-condition": N_("Keep one of them."),
    "conclusions-both": N_("Make the conditions exclude each other."),
}


def message(problem: Problem, words: Words) -> str:
    """The sentence of a problem or of advice."""
    return told(PROBLEMS.get(problem.code) or ADVICE[problem.code], problem, words)


def hint(problem: Problem, words: Words) -> str:
    """What to do, where more is to be said than the sentence says."""
    if problem.near:
        return words("did you mean '{name}'?", name=problem.near)
    return words(HINTS[problem.code]) if problem.code in HINTS else ""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A pack with the trees of its files, to say where something stands."""

    ruleset: RuleSet
    trees: Mapping[str, Tree]
    lines: Mapping[str, Sequence[str]]

    def excused(self, problem: Problem) -> bool:
        """Whether a comment `# lint: code, reason` on the line or the line before says that it is meant so."""
        lines = self.lines.get(problem.file, ())
        near = lines[max(0, problem.line - 2) : problem.line]
        return any(re.search(rf"#\s*lint:\s*{problem.code}\b", line) for line in near)

    def place(self, file: str, *path: str | int) -> tuple[int, int]:
        """Line and column of what a path leads to (of its key where it has one), as far as it leads."""
        node = self.trees.get(file)
        line, column = (1, 1) if node is None else (node.line, node.column)
        for step in path:
            if isinstance(node, MapTree) and isinstance(step, str) and step in node.entries:
                key, node = node.entries[step]
                line, column = key.line, key.column
            elif isinstance(node, ListTree) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                line, column = node.line, node.column
            else:
                break
        return line, column

    def advice(self, code: str, file: str, /, *path: str | int, **details: str) -> Problem:
        line, column = self.place(file, *path)
        return Problem(file, line, column, code, details)


def sheets(ruleset: RuleSet, contents: Mapping[str, bytes]) -> Sheets:
    """The pack with its trees; `contents` are the files that it was read from."""
    parsed = {file: parse(data, file, lambda _: None) for file, data in contents.items()}
    lines = {file: data.decode("utf-8", errors="replace").splitlines() for file, data in contents.items()}
    return Sheets(ruleset, {file: tree for file, tree in parsed.items() if tree is not None}, lines)
