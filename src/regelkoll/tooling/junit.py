"""The examples and cases tried, as JUnit XML: a suite for the rule files and one for the cases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from regelkoll.language import Words
from regelkoll.tooling.casetests import CaseTried
from regelkoll.tooling.examples import Tried

_UNSAID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(tried: Sequence[Tried], cases: Sequence[CaseTried], words: Words) -> bytes:
    """The document, UTF-8."""
    root = ElementTree.Element("testsuites")
    rules = _suite(root, "rules", len(tried), sum(one.got != one.example.expect for one in tried))
    for one in tried:
        case = ElementTree.SubElement(rules, "testcase", classname=_clean(one.rule.id), name=_clean(one.example.name))
        if one.got != one.example.expect:
            said = words("expected {expected}, got {got}", expected=str(one.example.expect), got=str(one.got))
            ElementTree.SubElement(case, "failure", message=_clean(said), type="outcome")
    suite = _suite(root, "cases", len(cases), sum(bool(one.wrong) for one in cases))
    for done in cases:
        case = ElementTree.SubElement(suite, "testcase", classname="cases", name=_clean(done.test.name))
        if done.wrong:
            lines = [
                f"{what}: " + words("expected {expected}, got {got}", expected=expected, got=got)
                for what, expected, got in done.wrong
            ]
            ElementTree.SubElement(case, "failure", message=_clean(lines[0]), type="outcome").text = _clean(
                "\n".join(lines)
            )
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(root: ElementTree.Element, name: str, count: int, failures: int) -> ElementTree.Element:
    given = {"name": name, "tests": str(count), "failures": str(failures), "errors": "0", "skipped": "0"}
    return ElementTree.SubElement(root, "testsuite", given)


def _clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNSAID.sub("\ufffd", text)
