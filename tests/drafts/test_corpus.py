"""The corpus of real renditions: every file ends as its manifest says, and what is read of it is what is true of it."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from regelkoll.check import read_case
from regelkoll.drafts import UnreadableDraft
from regelkoll.model import Amount, Fact, Missing, Records
from regelkoll.rulefiles import default_pack, load_rules
from regelkoll.values import name_key

FOLDER = os.environ.get("REGELKOLL_CORPUS")
MANIFEST = Path(FOLDER) / "corpus" / "manifest.yaml" if FOLDER else None
TOLD = yaml.safe_load(MANIFEST.read_text(encoding="utf-8")) if MANIFEST and MANIFEST.is_file() else {"files": {}}
CONVERTED = {".doc", ".rtf"}
FILES = sorted(name for name in TOLD["files"] if Path(name).suffix not in CONVERTED and not name.endswith(".yaml"))
REFUSED = {
    "d03_lo.docm": "macros",
    "d04_macro.docm": "macros",
    "d05_macro_named.docx": "macros",
    "e01_user_password.pdf": "encrypted",
    "e03_password.docx": "encrypted",
    "g01_signed_pades.pdf": "signed",
    "g03_certified_docmdp.pdf": "signed",
    "g05_signed_then_modified.pdf": "signed",
    "g07_signed.docx": "signed",
    "h01_truncated.docx": "damaged",
    "h02_truncated.pdf": "damaged",
    "h04_empty.docx": "empty",
    "h05_empty.pdf": "empty",
    "h07_docx_named.pdf": "wrong_type",
    "h08_zipbomb_1GiB_text.docx": "unsafe",
    "h09_zipbomb_6M_paras.docx": "unsafe",
    "h10_xxe_file.docx": "unsafe",
    "h11_xxe_http.docx": "unsafe",
    "h12_billion_laughs.docx": "unsafe",
    "h16_many_entries.docx": "unsafe",
    "h18_deep_nesting.docx": "damaged",
    "h20_flate_bomb.pdf": "stopped",
    "h21_60000_pages.pdf": "pages",
    "h23_form_xobject_recursion.pdf": "stopped",
    "s01_scan_image_only.pdf": "scan",
}
FLAGGED = {
    "a08_tracked_comments.docx": {"tracked", "comments"},
    "a10_hidden_text.docx": {"hidden"},
    "e02_owner_password.pdf": {"restricted"},
    "h14_external_image.docx": {"external"},
    "h15_remote_template.docx": {"external"},
    "h25_white_text.pdf": {"hidden"},
    "p09_tracked_as_exported.pdf": {"struck_out"},
    "p10_hidden.pdf": {"hidden"},
    "s02_scan_ocr.pdf": {"scan"},
}
MISALIGNED = {"p04_lo_tabs.pdf", "b02_variantB_tagged.pdf"}
"""Signatures typed with tabs where the page itself sets a title under another name: read in part, never wrongly."""

pytestmark = pytest.mark.skipif(not TOLD["files"], reason="REGELKOLL_CORPUS is not set")


@pytest.fixture(scope="module")
def pack():
    return load_rules(default_pack())


def path_of(name):
    return MANIFEST.parent / name


def truth_of(name):
    entry = TOLD["files"][name]
    return {**TOLD[entry.get("truth", "truth_default")], **entry.get("truth_overrides", {})}


def test_every_refusal_of_the_manifest_is_one_here():
    must = {name for name in FILES if TOLD["files"][name]["expect"].split(":")[0] in ("refuse", "stop", "refuse/stop")}
    assert must == REFUSED.keys() & set(FILES)


@pytest.mark.parametrize("name", sorted(REFUSED.keys() & set(FILES)))
def test_refused(name, pack):
    with pytest.raises(UnreadableDraft) as refused:
        read_case(path_of(name).read_bytes(), name, pack)
    assert refused.value.code == REFUSED[name]


@pytest.mark.parametrize("name", [n for n in FILES if n not in REFUSED])
def test_read_as_the_paper_says(name, pack):
    case = read_case(path_of(name).read_bytes(), name, pack)
    assert case.flags == FLAGGED.get(name, set())
    if name == "s02_scan_ocr.pdf":
        return
    truth, facts = truth_of(name), case.draft
    assert value(facts["decision_date"]).isoformat() == truth["datum"]
    assert value(facts["diary_number"]) == truth["diarienummer"]
    assert value(facts["title"]) == truth["titel"]
    assert value(facts["amount"]) == Amount(Fraction(truth["belopp_sek"]))
    assert value(facts["receiver"]) == truth["mottagare"]
    assert value(facts["project"]) == truth["projekt"]
    assert value(facts["strategy_areas"]).items[0]["name"].value == truth["strategiomrade"]
    assert value(facts["strategy_measure"]) == truth["atgard"]
    officers = {name_key(o) for o in truth["handlaggare"]}
    assert {name_key(r.value) for r in facts["officer"].readings} == officers
    headings = {name_key(r["heading"].value) for r in value(facts["sections"]).items}
    assert headings == {name_key(r) for r in truth["rubriker"]}
    signed(facts["signatories"], truth["undertecknare"], name)


def signed(known, truth, name):
    wanted = {(t["namn"], t["titel"]) for t in truth}
    records = known.value if isinstance(known, Fact) else Records((), complete=False)
    read = {(r["name"].value, r["role"].value) for r in records.items if "role" in r}
    if name in MISALIGNED:
        assert not records.complete and read <= wanted
    else:
        assert records.complete and read == wanted


def value(known):
    assert not isinstance(known, Missing), (known.name, known.why, [r.quote for r in known.readings])
    return known.value
