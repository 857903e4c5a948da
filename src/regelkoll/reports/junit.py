"""JUnit XML as xunit2 has it: a suite a draft, a test case a rule. No time and no machine is in it.

Not met is a failure, cannot be told is an error (also where both are of small weight: a doubt is no pass); waived and
not for this draft are skipped, with why. What is old stays a failure or an error, of the type `old`. A waiver that
does not count is a failure of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from regelkoll.language import Words
from regelkoll.model import Outcome, Report, Run, Unread
from regelkoll.reports import Options
from regelkoll.reports.entries import NOT_CHECKED, Entry, entries, fault_key
from regelkoll.reports.escaping import xml_text
from regelkoll.reports.lines import visible
from regelkoll.reports.sheets import fault_text, sheet

TAGS = {Outcome.FAILED: "failure", Outcome.CANNOT_TELL: "error", Outcome.INAPPLICABLE: "skipped"}


def render(run: Run, words: Words, options: Options) -> bytes:
    """UTF-8, the suites in the order of the drafts, the rules worst first."""
    root = ElementTree.Element("testsuites", name="regelkoll")
    for item in run:
        suite = _unread(root, item, words) if isinstance(item, Unread) else _suite(root, item.report, words)
        _count(suite)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(root: ElementTree.Element, report: Report, words: Words) -> ElementTree.Element:
    suite = ElementTree.SubElement(root, "testsuite", name=_line(report.draft))
    made = sheet(report, words)
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in (
        ("recommendation", report.recommendation.value),
        ("draft_sha256", report.receipt.draft_sha256),
        ("check_day", report.check_day.isoformat()),
    ):
        ElementTree.SubElement(properties, "property", name=name, value=_line(value))
    for entry in entries(report, words):
        _case(suite, entry)
    for fault in report.waiver_faults:
        said = fault_text(fault, words)
        case = ElementTree.SubElement(
            suite, "testcase", classname=fault_key(fault), name=_line(words("Waiver of {rule}", rule=fault.waiver.rule))
        )
        ElementTree.SubElement(case, "failure", type="waiver", message=_line(said)).text = _line(said)
    said_out = [made.heading, made.sentence, made.caution, made.status, made.day, *made.cautions]
    ElementTree.SubElement(suite, "system-out").text = _text(said_out)
    return suite


def _case(suite: ElementTree.Element, entry: Entry) -> None:
    name = _line(f"{entry.card.title} [{entry.card.key}]")
    case = ElementTree.SubElement(suite, "testcase", classname=_line(entry.finding.rule.area), name=name)
    finding = entry.finding
    tag = "skipped" if finding.waiver is not None else TAGS.get(finding.outcome)
    if tag is None:
        return
    message = entry.card.waived if finding.waiver is not None else entry.message
    told = ElementTree.SubElement(case, tag, type=_type(entry), message=_line(message))
    if entry.open or finding.waiver is not None:
        told.text = _text([entry.message, *entry.rest])


def _type(entry: Entry) -> str:
    finding = entry.finding
    if finding.waiver is not None:
        return "waived"
    if finding.outcome is Outcome.INAPPLICABLE:
        return finding.outcome.value
    return "old" if finding.old else finding.rule.severity.value


def _unread(root: ElementTree.Element, item: Unread, words: Words) -> ElementTree.Element:
    suite = ElementTree.SubElement(root, "testsuite", name=_line(item.draft))
    case = ElementTree.SubElement(suite, "testcase", classname="unread", name=_line(words(NOT_CHECKED)))
    error = ElementTree.SubElement(case, "error", type="unread", message=_line(" ".join(item.said)))
    error.text = _text(item.said)
    return suite


def _count(suite: ElementTree.Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))


def _line(text: str) -> str:
    return xml_text(visible(text))


def _text(lines: Sequence[str]) -> str:
    return "\n".join(_line(line) for line in lines)
