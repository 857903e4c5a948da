"""The Swedish catalogue is whole, fresh and keeps every place to fill."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from regelkoll.language import DIRECTORY, DOMAIN, N_, NP_, words

SOURCE = DIRECTORY.parent
FOLDER = DIRECTORY / "sv" / "LC_MESSAGES"
KEYWORDS = {"_": None, "words": None, "n": (1, 2), "N_": None, "_N": None, "NP_": (1, 2)}
BORROWED = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACES = re.compile(r"\{(\w+)|%\((\w+)\)s")


def catalogue() -> Catalog:
    with (FOLDER / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale="sv", domain=DOMAIN)


def singular(message: Message | str | tuple[str, ...]) -> str:
    identity = message.id if isinstance(message, Message) else message
    return identity if isinstance(identity, str) else identity[0]


def used(folder: Path, keywords: dict[str, tuple[int, ...] | None]) -> set[str]:
    found = extract_from_dir(
        folder,
        method_map=[("**.py", "python"), ("**.j2", "jinja2")],
        keywords=keywords,
        directory_filter=lambda _: True,
    )
    return {singular(message) for _, _, message, _, _ in found}


def translated() -> set[str]:
    return {singular(m) for m in catalogue() if m.id and not m.fuzzy and all(forms(m))}


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_sentence_of_the_program_has_a_swedish_translation() -> None:
    assert used(SOURCE, KEYWORDS) - translated() == set()


def test_every_sentence_of_the_command_line_library_has_a_swedish_translation() -> None:
    spec = find_spec("click")
    assert spec is not None
    assert spec.origin is not None
    assert used(Path(spec.origin).parent, BORROWED) - translated() == set()


def test_no_translation_is_left_over() -> None:
    assert translated() - used(SOURCE, KEYWORDS) == set()


def test_no_sentence_hides_in_an_f_string() -> None:
    """The extractor does not look there."""
    hidden = re.compile(r"\{words(?:\._|\.n)?\([\"']")
    assert [path.name for path in SOURCE.rglob("*.py") if hidden.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("message", [m for m in catalogue() if m.id and all(forms(m))], ids=lambda m: singular(m)[:40])
def test_a_translation_fills_the_same_places(message: Message) -> None:
    identities = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = {place for identity in identities for place in PLACES.findall(identity)}
    assert {place for form in forms(message) for place in PLACES.findall(form)} == wanted


def test_the_compiled_catalogue_is_fresh() -> None:
    file = io.BytesIO()
    write_mo(file, catalogue())
    assert (FOLDER / f"{DOMAIN}.mo").read_bytes() == file.getvalue()


@pytest.mark.parametrize(
    ("lang", "one", "two"), [("sv", "1 regel gäller", "2 regler gäller"), ("en", "1 rule", "2 rules")]
)
def test_a_counted_sentence_takes_its_form(lang: str, one: str, two: str) -> None:
    forms = NP_("{count} rule does not apply to this draft.", "{count} rules do not apply to this draft.")
    assert words(lang).n(*forms, 1).startswith(one)
    assert words(lang).n(*forms, 2).startswith(two)


def test_what_fills_a_place_is_not_read_as_a_place() -> None:
    assert words("sv")("Draft: {name}", name="{name} {0}") == "Utkast: {name} {0}"
    assert words("en")._(N_("Draft: {name}"), name="{") == "Draft: {"


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'de'"):
        words("de")


def test_the_words_need_only_the_standard_library() -> None:
    heavy = "click|rich|pydantic|yaml|rapidfuzz|re2|babel"
    code = (
        "import re, sys, regelkoll.language as language; language.words('sv'); "
        f"print([m for m in sys.modules if re.match('({heavy})(\\\\.|$)', m)])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
