"""Searches for forms: what each finds, and what looks like it and is something else."""

from __future__ import annotations

import pytest

from regelkoll.facts.durations import find_lengths
from regelkoll.facts.finders import FINDERS, abbreviations
from regelkoll.facts.headings import headings_of

# form, text, what is found
FOUND = [
    ("statute", "enligt förordning (2003:596) och SFS 2019:1046", ["2003:596", "2019:1046"]),
    ("statute", "klockan 20:15, dnr KS 2009/36-14, Ä 2016 001579:03, 1200:1", []),
    ("contact", "anna.ek@gmail.com, 070-123 45 67 eller +46 70 123 45 67", ["anna.ek@gmail.com", "070-123 45 67", "+46 70 123 45 67"]),
    ("contact", "ärende-ID 20297248, org.nr 232100-0214, 300 000 kronor, 2020-11-25", []),
    ("blank", "beviljar XX kronor till [mottagare] den ÅÅÅÅ-MM-DD", ["XX", "[mottagare]", "ÅÅÅÅ-MM-DD"]),
    ("blank", "Projektet ____ och <namn>, fyll i titel", ["____", "<namn>", "fyll i titel"]),
    ("blank", "fotnot [1], bolaget XXL, 2 < 3 kommuner", []),
    ("lost_value", "dock högst kronor för perioden till.", ["dock högst kronor", "perioden till"]),
    ("lost_value", "enligt § och den mars", ["§ ", "den mars"][1:]),
    ("lost_value", "dock högst 300 000 kronor för perioden till och med 2022-12-31, enligt 5 § och § 12", []),
    ("lost_value", "enligt 11 §, 32§. 5 a §, 5a §. 5 och 6 §§.", []),
    ("lost_value", "det följer av §.", ["§"]),
    ("impossible_day", "till och med 2025-06-31 eller den 30 februari 2022", ["2025-06-31", "den 30 februari 2022"]),
    ("impossible_day", "2024-02-29, den 31 maj 2022, RUN/200534 och 171117", []),
    ("exact_period", "perioden 2022-04-01 – 2022-12-31", ["perioden 2022-04-01 – 2022-12-31"]),
    ("exact_period", "för år 2020-2021", []),
    ("year_period", "för år 2020-2021", ["år 2020-2021"]),
    ("year_period", "perioden 2022-04-01 – 2022-12-31", []),
    ("odd_amount", "1950 000 kronor, 300 00 kr och 300.000 kr", ["1950 000", "300 00", "300.000"]),
    ("odd_amount", "1 950 000 kronor, 1950000 kronor, 1,8 mnkr, 5 870 tkr, år 2020 300 000 kronor"[:56], []),
    ("foreign_amount", "200 000 euro och 5 000 kronor", ["200 000 euro"]),
    ("unequal_figures", "300 000 (tvåhundratusen) kronor", ["300 000 (tvåhundratusen)"]),
    ("unequal_figures", "300 000 kronor (trehundratusen kronor), 12 (tolv) månader, 3 (se bilaga)", []),
    ("odd_quote", 'projektet "Ett steg i taget pågår', ['projektet "Ett steg i taget']),
    ("odd_quote", 'projektet "Ett steg" och ”Två”', []),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "found"), FOUND, ids=[f"{form}: {text[:30]}" for form, text, _ in FOUND])
def test_a_form_is_found_and_its_likes_are_not(form, text, found):
    hits = [text[a:b].strip() for a, b in FINDERS[form](text, text)]
    assert len(hits) == len(found)
    assert all(hit in want or want in hit for hit, want in zip(hits, found, strict=True))


def test_an_abbreviation_explained_anywhere_is_explained():
    whole = "Europeiska socialfonden (ESF) betalar.\n\nESF och NUTS deltar. NUTS igen."
    text = "ESF och NUTS deltar. NUTS igen."
    assert [text[a:b] for a, b in abbreviations(text, whole)] == ["NUTS"]


LENGTHS = [
    ("ett treårigt projekt", [36]),
    ("tre-årigt", [36]),
    ("i 18 månader", [18]),
    ("två och ett halvt år", [30]),
    ("24 månaders arbete och ett år", [24, 12]),
    ("varje år, samma år, år 2020, 2020 års anslag", []),
    ("åtta månader", [8]),
    ("700 månader", [None]),
]


@pytest.mark.parametrize(("text", "months"), LENGTHS, ids=[text for text, _ in LENGTHS])
def test_lengths_of_time(text, months):
    assert [found.months for found in find_lengths(text)] == months


HEADINGS = headings_of({"Beslut": ["Beslut om *", "Förslag till beslut"], "Sänds till": ["Beslutet *s till"]})


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("Beslut", "Beslut"),
        ("1. Beslut:", "Beslut"),
        ("Beslut om ändrad projekttid", "Beslut"),
        ("Beslut omvärld", None),
        ("Tidigare beslut", None),
        ("Beslutet ska skickas till", "Sänds till"),
        ("Beslut om en sak som det krävs många fler ord att säga", None),
    ],
)
def test_a_heading_names_its_section(text, section):
    assert HEADINGS.section(text) == section
