"""Where a finding stands, as SARIF says it: the file, the region of it, and the fact.

A file with lines has lines and columns. One without (Word, PDF, OpenDocument) has characters from 0 in its canonical
text, whose hash stands with the artifact, and the words themselves as a snippet.
"""

from __future__ import annotations

from regelkoll.language import Words
from regelkoll.model import Location, Report
from regelkoll.reports.data import Data, Json
from regelkoll.reports.entries import Entry, fact_path
from regelkoll.reports.escaping import address
from regelkoll.reports.evidence import Evidence
from regelkoll.reports.lines import visible
from regelkoll.reports.places import cut, kind_of
from regelkoll.wording import label_of


def uri(name: str) -> Data:
    """A file, from the folder in which the command was run where its name is a relative one."""
    said, relative = address(name)
    return {"uri": said, **({"uriBaseId": "%SRCROOT%"} if relative else {})}


def artifact(report: Report) -> Data:
    """The draft with the hash of its bytes, and of the canonical text that characters count in."""
    receipt = report.receipt
    return {
        "location": uri(report.draft),
        "roles": ["analysisTarget"],
        "hashes": {"sha-256": receipt.draft_sha256},
        "properties": {"textSha256": receipt.text_sha256},
    }


def located(entry: Entry, report: Report) -> Data:
    """The first place in the draft that the finding rests on, else the draft, with the facts that it is about."""
    own = [item for item in entry.items if _source(item) == report.draft]
    data: Data = {"physicalLocation": _physical(own[0]) if own else {"artifactLocation": uri(report.draft)}}
    paths = {fact_path(item): item for item in entry.items}
    logical: list[Json] = [{"fullyQualifiedName": path, "kind": "property"} for path in paths or entry.finding.settles]
    return {**data, "logicalLocations": logical} if logical else data


def related(entry: Entry, report: Report, words: Words) -> list[Json]:
    """Every other place, with the fact in words."""
    own = [item for item in entry.items if _source(item) == report.draft]
    others = [item for item in entry.items if _source(item) is not None and item is not (own[0] if own else None)]
    return [
        {
            "id": number,
            "physicalLocation": _physical(item),
            "message": message(label_of(kind_of(item, report.vocabulary), item.fact, words)),
        }
        for number, item in enumerate(others, 1)
    ]


def message(text: str) -> Data:
    """Plain text: braces doubled, which else are places to fill, and nothing that makes a link."""
    lines = "\n".join(visible(line) for line in text.split("\n"))
    return {"text": lines.replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _source(item: Evidence) -> str | None:
    return None if item.reading.location is None else item.reading.location.source


def _physical(item: Evidence) -> Data:
    place = item.reading.location
    assert place is not None
    data: Data = {"artifactLocation": uri(place.source)}
    region = _region(place)
    if region:
        data["region"] = {**region, "snippet": {"text": cut(item.reading.quote)}}
    return data


def _region(place: Location) -> Data:
    if place.line is None:
        if place.start is None or place.end is None:
            return {}
        return {"charOffset": place.start, "charLength": place.end - place.start}
    last = max(place.line, place.end_line or place.line)
    region: Data = {"startLine": place.line, "endLine": last}
    if place.column is None:
        return region
    region["startColumn"] = place.column
    if last == place.line and place.start is not None and place.end is not None:
        region["endColumn"] = place.column + place.end - place.start
    return region
