"""What is wrong with text that is no YAML, in words that say what to do; the parser's own words are the last resort."""

from __future__ import annotations

import re

from regelkoll.language import N_ as _N

TAB = _N("the line begins with a tab; indent with spaces")
COLON = _N("there is a colon inside the text; put the text in quotation marks")
BRACKET = _N("the text begins with a bracket ({ or [); put the whole text in quotation marks")
QUOTED = _N("text follows after the closing quotation mark; put the whole text in quotation marks")
UNCLOSED = _N("the quotation mark that begins here is never closed")
UNFINISHED = _N("a bracket that was opened is never closed, or a comma is missing")
SIGN = _N("a text cannot begin with this character; put the text in quotation marks")
INDENT = _N("the indentation does not fit the line above, or a quotation mark or a bracket is missing")
LETTER = _N("there is a character that cannot be used")

_AFTER_BRACKET = re.compile(r"^[^#]*?(?::\s+|-\s+)[\[{][^\[\]{}]*[\]}]\s*[^\s,\]}#]")
_AFTER_QUOTE = re.compile(r"""^[^#'"]*?(?::\s+|-\s+)("[^"]*"|'[^']*')\s*[^\s,\]}#]""")
_COLON_WITHIN = re.compile(r"^\s*(?:-\s+)?[\w-]+:\s+[^'\"\[{|>\s].*?:(?:\s|$)")


def reason(problem: str, context: str, lines: list[str], index: int) -> str:
    """The reason for the parser's `problem` on the line with the index; `context` is what it was reading."""
    line = lines[index] if index < len(lines) else ""
    before = next((lines[i] for i in range(min(index, len(lines)) - 1, -1, -1) if lines[i].strip()), "")
    if line[: len(line) - len(line.lstrip())].count("\t"):
        return TAB
    if "quoted scalar" in context:
        return UNCLOSED
    for pattern, why in ((_AFTER_BRACKET, BRACKET), (_AFTER_QUOTE, QUOTED), (_COLON_WITHIN, COLON)):
        if pattern.search(line):
            return why
    if "cannot start any token" in problem:
        return SIGN
    if "mapping values are not allowed" in problem:
        return COLON if ": " in line.partition(": ")[2] else INDENT
    if "flow" in context:
        return UNFINISHED
    if _AFTER_BRACKET.search(before) or _AFTER_QUOTE.search(before):
        return BRACKET if _AFTER_BRACKET.search(before) else QUOTED
    if "expected" in problem or "indentation" in problem:
        return INDENT
    return LETTER if "character" in problem else problem
