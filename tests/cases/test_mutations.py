"""The complete draft with one thing changed: what reader and rules then say. Doubt is never passed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from regelkoll.check import check, checker
from regelkoll.model import Fact
from regelkoll.rulefiles import load_rules

ROOT = Path(__file__).resolve().parents[2]
BASE = (ROOT / "cases/komplett/utkast.txt").read_text(encoding="utf-8")
TODAY = date(2026, 11, 24)
GENDER = BASE[BASE.index("I dag är åtta") : BASE.index("Beslutsunderlag")]
SIGNERS = BASE[BASE.index("Eva Sundkvist") : BASE.index("Utdraget")]
GRANT = "Region Värmland beviljar 450 000 kronor till Föreningen Bergslagens Lärcentra"
MONEY = BASE[BASE.index("2022 års anslag") : BASE.index(" bidrag för projektverksamhet.")]


@pytest.fixture(scope="module")
def ready():
    return checker(load_rules(ROOT / "rules"))


def checked(ready, text):
    return check(ready, text.encode(), "utkast.txt", TODAY)


MUTATIONS = [
    ("gender section empty", GENDER, "", "jamstalldhetsintegrering", "failed"),
    (
        "gender section empty before an unknown heading",
        GENDER,
        "Ekonomi\n\nProjektet har en budget som håller.\n\n",
        "jamstalldhetsintegrering",
        "failed",
    ),
    ("gender heading misspelt", "Jämställdhetsinteg", "Jämstäldhetsinteg", "jamstalldhetsintegrering", "cannot_tell"),
    ("gender heading gone", "Jämställdhetsintegrering\n\n", "", "jamstalldhetsintegrering", "failed"),
    ("gender heading with a colon", "integrering\n\n", "integrering: ", "jamstalldhetsintegrering", "passed"),
    ("gender heading numbered", "Jämställdhetsinteg", "4. Jämställdhetsinteg", "jamstalldhetsintegrering", "passed"),
    ("not granted", "beviljar 450", "beviljar inte 450", "belopp", "cannot_tell"),
    ("two amounts", "450 000 kronor till", "450 000 kronor och 50 000 kronor till", "belopp", "cannot_tell"),
    ("amount lost", "450 000 kronor", "dock högst kronor", "belopp", "cannot_tell"),
    ("amount wrongly grouped", "450 000 kronor", "4500 00 kronor", "belopp", "cannot_tell"),
    ("amount of nothing", "450 000 kronor", "0 kronor", "belopp", "failed"),
    (
        "an area of the old strategy",
        "insatsområde Höja kompetensen",
        "prioriterade område Höjd kompetens på alla nivåer",
        "prioriterat-omrade",
        "failed",
    ),
    ("an area nearly right", "Höja kompetensen", "Höja kompetens", "prioriterat-omrade", "cannot_tell"),
    ("does not contribute", "bidrar till", "bidrar inte till", "prioriterat-omrade", "cannot_tell"),
    ("an area of no strategy", "Höja kompetensen", "Fler turister", "prioriterat-omrade", "failed"),
    ("a listed variant", "Höja kompetensen", "Skapa attraktiva platser", "prioriterat-omrade", "passed"),
    ("past the budget year", "– 2022-12-31", "– 2023-01-01", "period-inom-budgetar", "failed"),
    ("an impossible last day", "2022-12-31", "2022-11-31", "period-inom-budgetar", "cannot_tell"),
    (
        "split by year, sums right",
        "– 2022-12-31.",
        "– 2023-12-31, varav 200 000 kronor år 2022 och 250 000 kronor år 2023.",
        "period-inom-budgetar",
        "passed",
    ),
    (
        "split by year, sums wrong",
        "– 2022-12-31.",
        "– 2023-12-31, varav 200 000 kronor år 2022 och 200 000 kronor år 2023.",
        "period-inom-budgetar",
        "failed",
    ),
    (
        "one part, of no year",
        "– 2022-12-31.",
        "– 2022-12-31, varav 50 000 kronor till resor.",
        "delbelopp-per-ar",
        "inapplicable",
    ),
    (
        "parts by the first year and the next",
        "– 2022-12-31.",
        "– 2023-12-31, varav 200 000 kronor det första året och 250 000 kronor det andra.",
        "delbelopp-per-ar",
        "cannot_tell",
    ),
    (
        "a share of the costs with a ceiling",
        "beviljar 450 000 kronor",
        "beviljar 45 % av projektets kostnader, dock högst 450 000 kronor,",
        "totalkostnad",
        "passed",
    ),
    ("no date", "Datum: 2022-03-10\n", "", "beslutsdatum", "failed"),
    ("a date that is no day", "2022-03-10", "2022-13-10", "prioriterat-omrade", "cannot_tell"),
    ("a date to come", "2022-03-10", "2027-03-10", "beslutsdatum", "failed"),
    ("diary number of another form", "RUN/220087", "RUN/22087", "diarienummer-form", "failed"),
    ("diary number of a later year", "RUN/220087", "RUN/230087", "diarienummer-ar", "failed"),
    ("one signatory short", "\nJonas Hedman\nStrateg\n", "", "obligatoriska-undertecknare", "failed"),
    ("no signatures", SIGNERS, "", "obligatoriska-undertecknare", "failed"),
    ("a title nearly right", "Ärendeansvarig", "Ärendansvarg", "obligatoriska-undertecknare", "cannot_tell"),
    (
        "tf.",
        "Regional utvecklingsdirektör",
        "Tf. regional utvecklingsdirektör",
        "obligatoriska-undertecknare",
        "passed",
    ),
    ("officer spelt otherwise", "Karin Almgren\nÄ", "Karin Ahlmgren\nÄ", "handlaggarens-namn", "failed"),
    ("no source of the money", MONEY, "regionen enligt förordningen (2003:596) om", "medelskalla", "failed"),
    ("two sources of money", "Medlen tas från", "Medlen tas från ERP-medel och", "medelskalla", "cannot_tell"),
    ("own money", MONEY, "regionens ERP-medel och ger", "forordning-anges", "inapplicable"),
    (
        "refusal",
        GRANT,
        "Region Värmland avslår ansökan från Föreningen Bergslagens Lärcentra",
        "belopp",
        "inapplicable",
    ),
    ("passive", GRANT, "Föreningen Bergslagens Lärcentra beviljas 450 000 kronor", "mottagare", "passed"),
    ("passive-nobody", GRANT, "Projektmedel beviljas med 450 000 kronor", "mottagare", "cannot_tell"),
    ("passive-inverted", GRANT, "Efter prövning beviljas 450 000 kronor", "mottagare", "cannot_tell"),
]


@pytest.mark.parametrize(("old", "new", "rule", "outcome"), [m[1:] for m in MUTATIONS], ids=[m[0] for m in MUTATIONS])
def test_one_thing_changed(ready, old, new, rule, outcome):
    assert old in BASE
    report = checked(ready, BASE.replace(old, new, 1))
    finding = next(f for f in report.findings if f.rule.id == rule)
    assert finding.outcome == outcome
    assert not finding.disagreement


def test_applied_for_and_earlier_amounts_are_not_the_granted_one(ready):
    text = BASE.replace("Region Värmland beviljar", "Föreningen har ansökt om 900 000 kronor. Region Värmland beviljar")
    amount = checked(ready, text).facts["amount"]
    assert isinstance(amount, Fact)
    assert [reading.quote for reading in amount.readings] == ["450 000 kronor"]


def test_quotes_are_the_words_at_their_place(ready):
    report = checked(ready, BASE)
    for known in report.facts.values():
        for reading in known.readings:
            place = reading.location
            if place is not None and "\n" not in reading.quote:
                assert BASE[place.start : place.end] == reading.quote
                assert BASE[: place.start].count("\n") + 1 == place.line


def test_a_verb_before_its_subject_names_no_giver(ready):
    text = BASE.replace("Region Värmland beviljar", "Efter ansökan om bidrag beviljar Region Värmland", 1)
    assert not isinstance(checked(ready, text).facts["giver"], Fact)


def test_a_name_that_holds_the_stop_word_is_not_cut(ready):
    text = BASE.replace("Bergslagens Lärcentra för projektet", "för Bergslagen för insatsen", 1)
    assert checked(ready, text).facts["receiver"].value == "Föreningen för Bergslagen"
