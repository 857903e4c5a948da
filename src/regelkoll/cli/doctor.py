"""`regelkoll doctor`: what is installed, which engines run, which rules are found."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from importlib.metadata import PackageNotFoundError, version

import click

from regelkoll import __version__
from regelkoll.cli.inputs import Stop, rules_from
from regelkoll.cli.options import rules_option
from regelkoll.cli.settings import found_settings
from regelkoll.drafts.converted import office
from regelkoll.engine.durable import available
from regelkoll.language import N_, Words
from regelkoll.rulefiles import default_pack, keep_folder

PACKAGES = ("lxml", "pdfplumber", "pypdfium2", "pydantic", "pyyaml", "rapidfuzz", "rich", "google-re2", "durable-rules")


def command(words: Words) -> click.Command:
    """The command with its help in the language."""
    text = words("Say what is installed, which engines run and which rules are found.")
    run = partial(_doctor, words)
    return click.Command("doctor", params=[rules_option(words)], callback=run, help=text)


def _doctor(words: Words, rules: str | None) -> int:
    """0 when drafts can be checked; the rules' own code when they do not load."""
    for line in _lines(words):
        click.echo(line)
    try:
        ruleset = rules_from(rules, words)
    except Stop as error:
        click.echo(words("Rules: {path}", path=rules or str(default_pack())))
        click.echo(error.message)
        return error.code
    click.echo(words("Rules: {path}", path=rules or str(default_pack())))
    count = words.n("{count} rule", "{count} rules", len(ruleset.rules))
    click.echo(f"  {ruleset.name} {ruleset.version}: {count}")
    return 0


def _lines(words: Words) -> Iterator[str]:
    yield f"regelkoll {__version__}"
    yield f"Python {platform.python_version()} ({sys.executable}), {platform.system()} {platform.release()}"
    engines = ["native", *(["durable"] if available() else [])]
    yield words("Engines: {names}", names=", ".join(engines))
    if "durable" not in engines:
        said = N_("durable_rules is not installed, so every rule is tried once. Add it with the extra 'durable'.")
        yield f"  {words(said)}"
    found = office()
    missing = words("LibreOffice: not found; .doc and .rtf cannot be read, and --pages has no effect.")
    yield words("LibreOffice: {path}", path=found) if found else missing
    for name in PACKAGES:
        try:
            yield f"  {name} {version(name)}"
        except PackageNotFoundError:
            yield "  " + words("{name}: not installed", name=name)
    settings = found_settings()
    none = words("Configuration: none found")
    yield words("Configuration: {path}", path=str(settings.path)) if settings.path else none
    kept = keep_folder()
    yield words("Kept rules: {path}", path=str(kept)) if kept else words("Kept rules: none (REGELKOLL_CACHE=off)")
    where = shutil.which("regelkoll")
    yield words("The command: {path}", path=where) if where else words("The command is not on PATH.")
