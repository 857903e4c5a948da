"""`regelkoll schema [NAME]`: the JSON Schema of the report, or of the pack's files for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from regelkoll.cli.inputs import Stop, rules_from
from regelkoll.cli.options import output_option, rules_option
from regelkoll.language import Words
from regelkoll.tooling.editor import SCHEMAS, schema_of


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    params: list[click.Parameter] = [
        click.Argument(["name"], type=click.Choice(SCHEMAS), default="report", required=False),
        rules_option(words),
        output_option(words),
    ]
    text = words("Print a JSON Schema: of the report, or of the rule files.")
    return click.Command("schema", params=params, callback=lambda **given: _schema(words, **given), help=text)


def _schema(words: Words, name: str, rules: str | None, output: str | None) -> int:
    schema: dict[str, Any] = schema_of(name, None if name == "report" else rules_from(rules, words))
    text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Stop(2, words("'{path}' cannot be written: {why}.", path=output, why=error.strerror or "")) from None
    return 0
