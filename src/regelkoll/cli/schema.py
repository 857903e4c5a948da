"""`regelkoll schema`: the JSON Schema of the report."""

from __future__ import annotations

import json

import click

from regelkoll.language import Words
from regelkoll.reports.schema import report_schema


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    return click.Command("schema", callback=_schema, help=words("Print the JSON Schema of the report."))


def _schema() -> int:
    click.echo(json.dumps(report_schema(), indent=2, ensure_ascii=False, sort_keys=True))
    return 0
