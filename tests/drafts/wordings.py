"""Invented decisions in other wordings than the reading profile was made from, with what is true of each.

A truth of None: the decision does not say, or says more than one. A pair is a day known only to lie between two.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

DRAFTS: list[dict[str, Any]] = []


def d(**draft: Any) -> None:
    DRAFTS.append(draft)


d(
    head="Handläggare: Karin Holm\nDatum: 2023-03-14\nDiarienummer: RUN/230117",
    title="Stöd till projektet Grön turism i norra Värmland",
    secs=[
        (
            "Beslut",
            "Regionala utvecklingsnämnden beslutar att bevilja Torsby Turism ekonomisk förening ett bidrag på högst 1 250 000 kronor för projektet Grön turism under perioden 2023-04-01 till och med 2025-03-31.",
        ),
        (
            "Sammanfattning",
            "Föreningen har ansökt om 1 600 000 kronor. Den totala kostnaden är 3,2 miljoner kronor. Projektet bidrar till det prioriterade området Attraktiva platser i Värmlandsstrategin 2040.",
        ),
        ("Jämställdhetsintegrering", "Kvinnor och män ska delta på lika villkor."),
        ("Beslutsunderlag", "Ansökan i Min ansökan, ärende-ID 20345678."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör"), ("Karin Holm", "Handläggare")],
    recv=("Utdraget skickas till", ["Torsby Turism ekonomisk förening"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Karin Holm",
        "decision_date": "2023-03-14",
        "diary_number": "RUN/230117",
        "amount": 1250000,
        "receiver": "Torsby Turism ekonomisk förening",
        "project": "Grön turism",
        "period_start": "2023-04-01",
        "period_end": "2025-03-31",
    },
)
d(
    head="Handläggare: Jonas Lind\nDatum: den 3 maj 2022\nDnr: RUN/220301",
    title="Avslag på ansökan om projektmedel",
    secs=[
        ("Beslut", "Ansökan från Karlstad Innovation AB om 900 000 kronor avslås."),
        ("Skäl för beslutet", "Projektet ryms inte inom de prioriterade områdena."),
        ("Jämställdhetsintegrering", "Ansökan saknar analys."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör")],
    recv=("Beslutet skickas till", ["Karlstad Innovation AB"]),
    truth={
        "decision_kind": "avslag",
        "officer": "Jonas Lind",
        "decision_date": "2022-05-03",
        "diary_number": "RUN/220301",
        "amount": None,
        "receiver": None,
        "project": None,
        "period_start": None,
        "period_end": None,
    },
)
d(
    head="Handläggare: Ali Reza\nDatum: 2021-09-30\nDiarienummer: RUN/210455",
    title="Beslut om medfinansiering av Skogens hus",
    secs=[
        (
            "Beslut",
            "Paper Province ekonomisk förening beviljas 4,5 mnkr i medfinansiering för projektet Skogens hus. Beslutet avser tiden 1 oktober 2021 – 30 september 2024.",
        ),
        ("Bakgrund", "Den totala budgeten uppgår till 11 250 tkr. Kommunerna bidrar med 2 mnkr."),
        ("Jämställdhet", "Projektet arbetar med rekrytering av kvinnor."),
    ],
    sign=[("Per Nord", "tf. regional utvecklingsdirektör"), ("Ali Reza", "Strateg")],
    recv=("Utdraget skickas till", ["Paper Province ekonomisk förening", "Hammarö kommun"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Ali Reza",
        "decision_date": "2021-09-30",
        "diary_number": "RUN/210455",
        "amount": 4500000,
        "receiver": "Paper Province ekonomisk förening",
        "project": "Skogens hus",
        "period_start": "2021-10-01",
        "period_end": "2024-09-30",
    },
)
d(
    head="Handläggare: Maja Ek\nDatum: 2024-02-05\nDiarienummer: RUN/240021",
    title="Förlängning av projektet Mat i Värmland",
    secs=[
        (
            "Beslut",
            "Projektet Mat i Värmland, som beviljades 800 000 kronor den 12 mars 2022 (RUN/220098), förlängs till den 31 december 2024. Beloppet ändras inte.",
        ),
        ("Ärendebeskrivning", "LRF Värmland har begärt förlängning."),
        ("Jämställdhetsintegrering", "Oförändrad."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör")],
    recv=("Utdraget skickas till", ["LRF Värmland"]),
    truth={
        "decision_kind": "ändring",
        "officer": "Maja Ek",
        "decision_date": "2024-02-05",
        "diary_number": "RUN/240021",
        "amount": None,
        "receiver": None,
        "project": "Mat i Värmland",
        "period_start": None,
        "period_end": "2024-12-31",
    },
)
d(
    head="Handläggare: Bo Ström\nDatum: 2022-11-18\nDiarienummer: RUN/220777",
    title="Projektmedel till Filmbyn",
    secs=[
        (
            "Förslag till beslut",
            "Regionala utvecklingsnämnden föreslås bevilja Film i Värmland SEK 750 000 för projektet Filmbyn under år 2023.",
        ),
        ("Sammanfattning", "Sökt belopp är 1 miljon kronor."),
        ("Jämställdhetsintegrering", "Lika många kvinnor som män."),
    ],
    sign=[("Bo Ström", "Föredragande")],
    recv=("Utdraget skickas till", ["Film i Värmland"]),
    truth={
        "decision_kind": "förslag",
        "officer": "Bo Ström",
        "decision_date": "2022-11-18",
        "diary_number": "RUN/220777",
        "amount": 750000,
        "receiver": "Film i Värmland",
        "project": "Filmbyn",
        "period_start": ("2023-01-01", "2023-12-31"),
        "period_end": ("2023-01-01", "2023-12-31"),
    },
)
d(
    head="Handläggare: Sara Norén\nDatum: 2020-06-08\nDiarienummer: RUN/200250",
    title="Beslut om projektmedel till Digital hälsa",
    secs=[
        (
            "Beslut",
            "Region Värmland tilldelar Karlstads universitet sammanlagt 2 100 000 kr för Digital hälsa, varav 700 000 kr för 2020, 700 000 kr för 2021 och 700 000 kr för 2022.",
        ),
        ("Sammanfattning", "Projektet knyter an till det prioriterade området Ökad livskvalitet för alla."),
        ("Jämställdhetsintegrering", "Analys finns."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör"), ("Sara Norén", "Handläggare")],
    recv=("Utdraget skickas till", ["Karlstads universitet"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Sara Norén",
        "decision_date": "2020-06-08",
        "diary_number": "RUN/200250",
        "amount": 2100000,
        "receiver": "Karlstads universitet",
        "project": "Digital hälsa",
        "period_start": None,
        "period_end": None,
    },
)
d(
    head="Handläggare: Nils Åberg\nDatum: 2023-08-22\nDiarienummer: RUN/230512",
    title="Medel till förstudie om biogas",
    secs=[
        (
            "Beslutet",
            "Med stöd av delegation beviljas Säffle kommun projektmedel med 185 000 kronor, dock högst 50 procent av de faktiska kostnaderna, för förstudien Biogas i Säffle från och med den 1 september 2023 till och med den 29 februari 2024.",
        ),
        ("Bakgrund", "Kommunens egeninsats är 185 000 kronor."),
        ("Jämställdhet", "Frågan behandlas i förstudien."),
    ],
    sign=[("Lena Öberg", "regiondirektör"), ("Nils Åberg", "Projekthandläggare")],
    recv=("Expedieras till", ["Säffle kommun"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Nils Åberg",
        "decision_date": "2023-08-22",
        "diary_number": "RUN/230512",
        "amount": 185000,
        "receiver": "Säffle kommun",
        "project": "förstudien Biogas i Säffle",
        "period_start": "2023-09-01",
        "period_end": "2024-02-29",
    },
)
d(
    head="Handläggare: Åsa Wik\nDatum: 2021-01-27\nDiarienummer: RUN/210033",
    title="Beslut om projektmedel till Ung företagsamhet",
    secs=[
        (
            "Beslut",
            "Efter beredning beviljar Region Värmland Ung Företagsamhet Värmland trehundratusen (300 000) kronor för att genomföra projektet Våga starta under läsåret 2021/2022.",
        ),
        ("Sammanfattning", "Tidigare har 250 000 kronor beviljats för ett liknande projekt."),
        ("Jämställdhetsintegrering", "Flickor prioriteras."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör")],
    recv=("Utdraget skickas till", ["Ung Företagsamhet Värmland"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Åsa Wik",
        "decision_date": "2021-01-27",
        "diary_number": "RUN/210033",
        "amount": 300000,
        "receiver": "Ung Företagsamhet Värmland",
        "project": "Våga starta",
        "period_start": None,
        "period_end": None,
    },
)
d(
    head="Handläggare: Tom Berg\nDatum: 2022-04-01\nDiarienummer: RUN/220188",
    title="Två projekt inom besöksnäringen",
    secs=[
        (
            "Beslut",
            "Region Värmland beviljar Visit Värmland 400 000 kronor för projektet Vandra och Arvika kommun 250 000 kronor för projektet Paddla, båda för perioden maj 2022 – december 2023.",
        ),
        ("Sammanfattning", "Projekten kompletterar varandra."),
        ("Jämställdhetsintegrering", "Beaktas."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör"), ("Tom Berg", "Handläggare")],
    recv=("Utdraget skickas till", ["Visit Värmland", "Arvika kommun"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Tom Berg",
        "decision_date": "2022-04-01",
        "diary_number": "RUN/220188",
        "amount": None,
        "receiver": None,
        "project": None,
        "period_start": "2022-05-01",
        "period_end": "2023-12-31",
    },
)
d(
    head="Handläggare: Ida Falk\nDatum: 15 december 2023\nDiarienummer: RUN/230844",
    title="Stöd till Kompetensnavet",
    secs=[
        (
            "Beslut",
            "Nämnden medfinansierar projektet Kompetensnavet med 1,35 miljoner kronor. Stödmottagare är Handelskammaren Värmland. Projektet får pågå t.o.m. 2025-12-31.",
        ),
        ("Ärendet", "Handelskammaren Värmland sökte 1,5 miljoner kronor."),
        ("Jämställdhetsintegrering", "Mål finns."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör")],
    recv=("Skickas till", ["Handelskammaren Värmland"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Ida Falk",
        "decision_date": "2023-12-15",
        "diary_number": "RUN/230844",
        "amount": 1350000,
        "receiver": "Handelskammaren Värmland",
        "project": "Kompetensnavet",
        "period_start": None,
        "period_end": "2025-12-31",
    },
)
d(
    head="Handläggare: Olle Gren\nDatum: 2024-05-20\nDiarienummer: RUN/240390",
    title="Beslut om projektmedel till Sågverk 4.0",
    secs=[
        (
            "Beslut",
            'Regionen beviljar upp till 45 procent av de bokförda kostnaderna, dock högst 990 tkr, till Moelven Utveckling för projektet "Sågverk 4.0" (2024-06-01–2026-05-31).',
        ),
        ("Sammanfattning", "Kostnaden beräknas till 2 200 000 kr."),
        ("Jämställdhetsintegrering", "Branschen är mansdominerad."),
    ],
    sign=[("Eva Dahl", "regional utvecklingsdirektör"), ("Olle Gren", "Handläggare")],
    recv=("Utdraget skickas till", ["Moelven Utveckling"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Olle Gren",
        "decision_date": "2024-05-20",
        "diary_number": "RUN/240390",
        "amount": 990000,
        "receiver": "Moelven Utveckling",
        "project": "Sågverk 4.0",
        "period_start": "2024-06-01",
        "period_end": "2026-05-31",
    },
)
d(
    head="Handläggare: Vera Blom\nDatum: 2020-02-13\nDiarienummer: RUN/200066",
    title="Beslut om projektmedel till Hela Värmland läser",
    secs=[
        (
            "Beslut",
            "Till Värmlands bildningsförbund utgår bidrag med 560 000 kronor för genomförande av projektet Hela Värmland läser, vilket pågår åren 2020–2022.",
        ),
        ("Sammanfattning", "Bidraget är hälften av vad som söktes, 1 120 000 kronor."),
        ("Jämställdhetsintegrering", "Män läser mindre."),
    ],
    sign=[("Per Nord", "tf. regional utvecklingsdirektör")],
    recv=("Utdraget skickas till", ["Värmlands bildningsförbund"]),
    truth={
        "decision_kind": "bifall",
        "officer": "Vera Blom",
        "decision_date": "2020-02-13",
        "diary_number": "RUN/200066",
        "amount": 560000,
        "receiver": "Värmlands bildningsförbund",
        "project": "Hela Värmland läser",
        "period_start": ("2020-01-01", "2020-12-31"),
        "period_end": ("2022-01-01", "2022-12-31"),
    },
)
for x in DRAFTS:
    x["truth"]["title"] = x["title"]
    x["truth"]["signatories"] = x["sign"]
    x["truth"]["extract_receivers"] = [(name,) for name in x["recv"][1]]


def _flowing(text: str) -> str:
    """A section's text on one line, but for the lines of a list."""
    return "\n".join(" ".join(line.split()) for line in re.split(r"\n(?=- )", text.strip()))


def _parsed(text: str, truth: dict[str, Any]) -> dict[str, Any]:
    """A draft written as header lines, `#` title, `##` sections and a `[sign]` block, with its truths."""
    head, _, rest = text.partition("\n\n")
    body, _, after = rest.partition("[sign]\n")
    names, _, end = after.partition("\n[/sign]")
    heading, *receivers = [line.strip("# ").strip() for line in end.split("\n") if line.strip()]
    sections = [part.partition("\n") for part in body.split("\n## ")[1:]]
    truth = dict(truth)
    truth["signatories"] = [tuple(signer) for signer in truth.pop("signers")]
    truth["extract_receivers"] = [(name,) for name in truth.pop("recipients")] or None
    area = truth.pop("strategy_area")
    truth["strategy_areas"] = [(area,)] if area else None
    ends = {
        name: tuple(truth[name]) if isinstance(truth[name], list) else truth[name]
        for name in ("period_start", "period_end")
    }
    return {
        "head": "\n".join(line.strip() for line in head.split("\n")),
        "title": body.partition("# ")[2].partition("\n")[0].strip(),
        "secs": [(name.strip(), _flowing(text)) for name, _, text in sections],
        "sign": [tuple(part.strip() for part in line.split("|", 1)) for line in names.split("\n")],
        "recv": (heading, receivers),
        "truth": {**truth, **ends},
    }


UNSEEN = Path(__file__).parent / "unseen"
DRAFTS += [
    _parsed(
        path.read_text(encoding="utf-8").strip(), yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    )
    for path in sorted(UNSEEN.glob("*.md"))
]
