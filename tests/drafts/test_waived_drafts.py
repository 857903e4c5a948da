"""Waivers and the baseline on Word drafts with changes that nobody has decided: both readings must agree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from building import W, r, word
from test_checked import TEXT

from regelkoll.check import check, checker, exit_code
from regelkoll.model import Outcome, Reason
from regelkoll.rulefiles import default_pack, load_rules
from regelkoll.rulefiles.waivers import read_waivers
from regelkoll.tooling.baseline import entries_of, marked

TODAY = date(2026, 11, 24)
RULE = "utkast-andringar"


@pytest.fixture(scope="module")
def ready():
    return checker(load_rules(default_pack()))


def tracked(mark, old, new):
    """The complete draft in which one word of one line is changed and the change is tracked."""

    def change(text):
        if mark not in text:
            return r(text)
        head, _, tail = text.partition(old)
        gone = f'<w:del w:id="1"><w:r><w:delText>{old}</w:delText></w:r></w:del>'
        return f'{r(head)}{gone}<w:ins w:id="2">{r(new)}</w:ins>{r(tail)}'

    head, _, rest = TEXT.replace("&", "&amp;").partition("\n\n")
    lines = "".join(f"<w:p>{change(line)}</w:p>" for line in head.splitlines())
    parts = {
        "word/_rels/document.xml.rels": '<Relationships><Relationship Id="h" Type="x/header" Target="h.xml"/></Relationships>',
        "word/h.xml": f'<w:hdr xmlns:w="{W}">{lines}</w:hdr>',
    }
    body = "".join(f"<w:p>{change(line)}</w:p>" for line in rest.splitlines() if line.strip())
    return word(body, parts, '<w:headerReference w:type="default" r:id="h"/>')


def number():
    (line,) = [line for line in TEXT.splitlines() if line.startswith("Diarienummer:")]
    return line.removeprefix("Diarienummer:").strip()


def waived(ready, data, diary, rule=RULE, limits=""):
    text = f"waivers:\n- {{rule: {rule}, diary: '{diary}', reason: nämnden vet om det, approved_by: chefen, "
    text += f"until: {TODAY + timedelta(days=9)}{limits}}}\n"
    given = read_waivers(text.encode(), "w.yaml", ready.evaluator.program.ruleset)
    report = check(ready, data, "u.docx", TODAY, waivers=given)
    finding = next(f for f in report.findings if f.rule.id == rule)
    return finding, [fault.kind for fault in report.waiver_faults]


def test_a_change_elsewhere_leaves_the_waiver_in_force(ready):
    data = tracked("beviljar", "beviljar", "beviljar nu")
    finding, faults = waived(ready, data, number())
    assert (finding.outcome, faults) == (Outcome.FAILED, [])
    assert finding.waiver is not None


@pytest.mark.parametrize("diary", ["as it was", "as it is", "both"])
def test_a_changed_diary_number_is_no_one_s(ready, diary):
    """Nobody knows which of the two it is until the change is decided; a pattern for both names it all the same."""
    old = number()
    new = old[:-1] + ("1" if old[-1] != "1" else "2")
    data = tracked("Diarienummer:", old, new)
    finding, faults = waived(ready, data, {"as it was": old, "as it is": new, "both": old[:-1] + "*"}[diary])
    assert finding.outcome is Outcome.FAILED
    assert (finding.waiver is not None, faults) == ((True, []) if diary == "both" else (False, ["no_diary"]))


def test_limits_must_hold_with_the_changes_and_without_them(ready):
    line = next(line for line in TEXT.splitlines() if "beviljar" in line)
    amount = line.split("beviljar")[1].split("kronor")[0].split()[-2:]
    old = " ".join(amount)
    data = tracked("beviljar", old, "9 000 000")
    for limit, in_force in (("9 000 000 kr", True), (f"{old} kr", False), ("1 kr", False)):
        finding, faults = waived(ready, data, number(), limits=f", limits: {{amount: {{at_most: {limit}}}}}")
        assert (finding.waiver is not None, faults) == (in_force, [] if in_force else ["beyond"])


def test_what_hangs_on_a_change_can_be_waived_and_can_be_old(ready):
    data = tracked("beviljar", "kronor", "")
    finding, _ = waived(ready, data, number(), "belopp")
    assert (finding.outcome, finding.reason) == (Outcome.CANNOT_TELL, Reason.READINGS_DIFFER)
    assert finding.waiver is not None
    report = check(ready, data, "u.docx", TODAY)
    old = marked(report, frozenset(entries_of(report, str)), str)
    assert all(f.old for f in old.findings if f.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL))
    assert (exit_code(report), exit_code(old)) == (1, 0)
    other = check(ready, tracked("beviljar", "kronor", "riksdaler"), "u.docx", TODAY)
    again = marked(other, frozenset(entries_of(report, str)), str)
    assert exit_code(again) == 1
