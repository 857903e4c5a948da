"""The JSON report: values as data, places as characters and lines, keys sorted; no time of day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from regelkoll.language import Words
from regelkoll.model import (
    Amount,
    Fact,
    FactType,
    FieldType,
    Finding,
    Interval,
    Kind,
    Known,
    Location,
    Missing,
    Outcome,
    Reading,
    Receipt,
    Record,
    Records,
    Report,
    Reviewed,
    Run,
    Source,
    Span,
    Trace,
    Unread,
    Value,
    Vocabulary,
    Waiver,
    WaiverFault,
)
from regelkoll.reports import Options
from regelkoll.reports.evidence import Evidence, evidence
from regelkoll.reports.seal import sealed
from regelkoll.values import show_value
from regelkoll.wording import Terms, fill, rule_texts, sentence, unmet

SCHEMA = "regelkoll.report/1"

Json: TypeAlias = Mapping[str, "Json"] | Sequence["Json"] | str | int | bool | None
Data: TypeAlias = dict[str, Json]
Type: TypeAlias = FactType | FieldType | None


def render(run: Run, words: Words, options: Options) -> bytes:
    """One report as itself, several (or none) under `reports`, with what could not be checked under `unread`.
    `verbose` keeps the traces of what passed as well."""
    data: list[Json] = [report_data(item.report, words, options.verbose) for item in run if isinstance(item, Reviewed)]
    lost: list[Json] = [unread_data(item) for item in run if isinstance(item, Unread)]
    whole: Data = {"schema": SCHEMA, "reports": data}
    if lost:
        whole["unread"] = lost
    return written(data[0] if len(data) == 1 and not lost else whole)


def unread_data(item: Unread) -> Data:
    """A draft that was not checked, and why."""
    return {"draft": item.draft, "exit": item.code, "said": list(item.said)}


def written(data: Json, indent: int | None = 2) -> bytes:
    """JSON as every one of our machine formats writes it: keys sorted, UTF-8, a line end last. Two number signs are
    written so that the log of a CI job does not take what follows for a command."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=indent) + "\n"
    return text.replace("##", "#\\u0023").encode("utf-8", errors="backslashreplace")


def report_data(report: Report, words: Words, verbose: bool = False) -> Data:
    """The report as plain data with its own sum, in the shape of `reports.schema`."""
    data: Data = {
        "schema": SCHEMA,
        "draft": report.draft,
        "recommendation": report.recommendation.value,
        "law_day": None if report.law_day is None else value_data(report.law_day, None),
        "law_day_from": report.law_day_from,
        "check_day": report.check_day.isoformat(),
        "engines": list(report.engines),
        "findings": [finding_data(f, report, words, verbose) for f in report.findings],
        "facts": {name: known_data(known, report.vocabulary.get(name)) for name, known in report.facts.items()},
        "conclusions": {fact: dict(truths) for fact, truths in report.conclusions.items()},
        "flags": sorted(report.flags),
        "receipt": _receipt(report.receipt),
        **({"left_out": report.left_out} if report.left_out else {}),
        **({"waiver_faults": [_fault(fault) for fault in report.waiver_faults]} if report.waiver_faults else {}),
    }
    return sealed(data)


def _fault(fault: WaiverFault) -> Data:
    return {"kind": fault.kind, "rule": fault.waiver.rule, **_waiver(fault.waiver)}


def _waiver(waiver: Waiver) -> Data:
    return {
        "diary": waiver.diary,
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "until": waiver.until.isoformat(),
    }


def _receipt(receipt: Receipt) -> Data:
    data: Data = {
        "draft_sha256": receipt.draft_sha256,
        "text_sha256": receipt.text_sha256,
        "known_sha256": receipt.known_sha256,
        "rules": dict(receipt.rules),
        "program": receipt.program,
        "pack": receipt.pack,
    }
    if receipt.export_sha256:
        data["export_sha256"] = receipt.export_sha256
    if receipt.waivers_sha256:
        data["waivers_sha256"] = receipt.waivers_sha256
    if receipt.fingerprint:
        print_ = receipt.fingerprint
        parts = {"body": print_.body, "notes": print_.notes, "heads": print_.heads}
        whole = {"text": print_.text, "undone": print_.undone, "cells": print_.cells}
        data["fingerprint"] = {**whole, **{k: list(v) for k, v in parts.items()}}
    return data


def finding_data(finding: Finding, report: Report, words: Words, verbose: bool = False) -> Data:
    rule, texts = finding.rule, rule_texts(finding.rule, words)
    failed = unmet(finding.requirement, report.vocabulary, words)
    template = {Outcome.FAILED: texts.message, Outcome.PASSED: texts.passed}.get(finding.outcome, "")
    data: Data = {
        "rule": rule.id,
        "version": rule.version,
        "outcome": finding.outcome.value,
        "severity": rule.severity.value,
        "title": texts.title,
        "message": fill(template, report.facts, report.vocabulary, words, failed),
        "remedy": fill(texts.remedy, report.facts, report.vocabulary, words, failed),
        "evidence": [_evidence(e) for e in evidence(finding)],
        "source": [_source(source) for source in rule.source],
        "in_force": [_span(span) for span in rule.in_force],
        "decides": rule.decides,
        "reason": finding.reason.value if finding.reason else None,
        "settles": list(finding.settles),
        "assumed": finding.assumed,
        "exception": finding.exception,
        "disagreement": dict(finding.disagreement),
    }
    if finding.changed and finding.unchanged:
        data["readings"] = {"changed": finding.changed.value, "unchanged": finding.unchanged.value}
    if finding.waiver is not None:
        data["waiver"] = _waiver(finding.waiver)
    if finding.old:
        data["old"] = True
    if verbose or finding.outcome in (Outcome.FAILED, Outcome.CANNOT_TELL):
        data["trace"] = _traces(finding, report.vocabulary, words)
    return data


def _evidence(item: Evidence) -> Data:
    return {"fact": item.fact, **({"list": item.list} if item.list else {}), **_quoted(item.reading)}


def _traces(finding: Finding, vocabulary: Vocabulary, words: Words) -> Data:
    terms = Terms(vocabulary)
    named = {"applicability": finding.applicability, "requirement": finding.requirement}
    data: Data = {name: _trace(trace, terms, words) for name, trace in named.items() if trace}
    data["exceptions"] = [_trace(trace, terms, words) for trace in finding.exceptions]
    return data


def _trace(trace: Trace, terms: Terms, words: Words, fields: Mapping[str, FieldType] | None = None) -> Data:
    name = getattr(trace.condition, "fact", None)
    kind = None if name is None else terms.vocabulary.get(name)
    inner = kind.fields if kind and kind.fields and not getattr(trace.condition, "of_record", False) else fields
    data: Data = {
        "text": sentence(trace.condition, terms, words, fields),
        "truth": trace.truth,
        "parts": [_trace(part, terms, words, inner) for part in trace.parts],
        "facts": [
            {"name": k.name, **known_data(k, (fields or {}).get(k.name) or terms.vocabulary.get(k.name))}
            for k in trace.facts
        ],
        "notes": [{"kind": note.kind, "text": note.text} for note in trace.notes],
    }
    if trace.record is not None:
        data["record"] = trace.record
    return data


def known_data(known: Known, kind: Type) -> Data:
    """A fact with its value and first reading, or why it is missing; all readings where there are several."""
    if isinstance(known, Missing):
        data: Data = {"missing": known.why.value, "reason": known.reason, "because": list(known.because)}
        data["readings"] = [_reading(reading, kind) for reading in known.readings]
        return data
    data = {"value": value_data(known.value, kind)}
    if isinstance(known.value, Records):
        data["complete"] = known.value.complete
    if known.readings:
        data |= {**_quoted(known.readings[0]), "origin": known.readings[0].origin}
    if len(known.readings) > 1:
        data["readings"] = [_reading(reading, kind) for reading in known.readings]
    return data


def _reading(reading: Reading, kind: Type) -> Data:
    value = None if reading.value is None else value_data(reading.value, kind)
    return {"value": value, **_quoted(reading), "origin": reading.origin}


def _quoted(reading: Reading) -> Data:
    place = location_data(reading.location)
    return {"quote": reading.quote, **({"location": place} if place else {})}


def location_data(location: Location | None) -> Data:
    """The place without what the format has not."""
    if location is None:
        return {}
    names = [field.name for field in fields(location)]
    said = {name: getattr(location, name) for name in names if getattr(location, name) is not None}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def value_data(value: Value, kind: Type) -> Json:
    """Amounts as decimal strings in kronor (other currencies "200000 EUR"), days in ISO, whole numbers as numbers."""
    match value:
        case bool() | str():
            return value
        case date():
            return value.isoformat()
        case Amount():
            return _decimal(value.value) + ("" if value.currency == "SEK" else f" {value.currency}")
        case Fraction():
            whole = value.denominator == 1 and (kind is None or kind.kind is not Kind.SHARE)
            return value.numerator if whole else _decimal(value)
        case Interval():
            return _interval(value, kind)
        case Records():
            return [_record(item, kind.fields if kind else {}) for item in value.items]


def _interval(value: Interval, kind: Type) -> Data:
    ends = {"from": value.low, "to": value.high}
    data: Data = {name: None if end is None else value_data(end, kind) for name, end in ends.items()}
    return {**data, "shown": show_value(value, "sv", kind is not None and kind.kind is Kind.SHARE)}


def _record(record: Record, fields: Mapping[str, FieldType]) -> Data:
    return {
        name: value_data(known.value, fields.get(name)) if isinstance(known, Fact) else {"missing": known.why.value}
        for name, known in record.items()
    }


def _decimal(value: Fraction) -> str:
    """Exact: decimals where they end, else numerator/denominator."""
    decimal = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{decimal:f}" if Fraction(decimal) == value else f"{value.numerator}/{value.denominator}"


def _source(source: Source) -> Data:
    names = ("statute", "section", "wording", "url", "quote")
    data: Data = {name: getattr(source, name) for name in names if getattr(source, name) is not None}
    return {**data, "unverified": source.unverified}


def _span(span: Span) -> Data:
    ends = {"from": span.first, "to": span.last}
    return {name: day.isoformat() for name, day in ends.items() if day is not None}
