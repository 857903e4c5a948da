"""What is said of broken files: no problem that another one causes, and words that help."""

from __future__ import annotations

import pytest
from test_loading import BASE, FACTS, PARAMETERS, REGISTER, RULE, facts, load, problems, rule

from regelkoll.engine.derive import DERIVATIONS
from regelkoll.language import words
from regelkoll.rulefiles import RuleProblems, in_words
from regelkoll.rulefiles.load import read_pack
from regelkoll.rulefiles.tree import parse
from regelkoll.rulefiles.vocabulary import FORMS

USES = rule("{text: {in: {register: roller, column: roll}}, belopp: {at_most: {parameter: tak}}}")


def said(**changed):
    with pytest.raises(RuleProblems) as caught:
        load(**changed)
    return "\n".join(in_words(p, words("sv")) for p in caught.value.problems)


@pytest.mark.parametrize(
    ("changed", "file"),
    [
        ({"facts": FACTS.replace("text:", "\ttext:")}, "facts.yaml"),
        ({"registers__roller": REGISTER.replace("rows:", "\trows:")}, "registers/roller.yaml"),
        ({"parameters": "\t" + PARAMETERS}, "parameters.yaml"),
        (facts("text: {kind: text", "text: {kind: txt"), "facts.yaml"),
    ],
)
def test_what_cannot_be_read_is_told_once_and_not_where_it_is_used(changed, file):
    assert [p[0] for p in problems(**{**USES, **changed})] == [file]


def test_a_name_that_never_was_is_still_told_beside_a_broken_register():
    broken = {"registers__roller": REGISTER.replace("rows:", "\trows:")}
    found = problems(**broken, **rule("{belop: {more_than: 0 kr}}"))
    assert [p[3] for p in found] == ["yaml-syntax", "fact-unknown"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: b\n\tc: d\n", "tabb"),
        ("message: Obs: läs\n", "kolon"),
        ("message: {amount} är för mycket\nb: c\n", "parentes ({"),
        ('message: "a" b\nc: d\n', "efter det sista citattecknet"),
        ("rows:\n  - a: 1\n- b: 2\n", "indraget"),
        ("a: 'öppen\nb: c\n", "stängs aldrig"),
        ("a: {b: 1\nc: 2\n", "parentes som har öppnats"),
        ("a: @x\n", "kan inte börja med"),
    ],
)
def test_what_is_no_yaml_is_told_in_swedish_with_what_to_do(text, why):
    found = []
    parse(text.encode(), "f.yaml", found.append)
    assert [p.code for p in found] == ["yaml-syntax"]
    assert why in in_words(found[0], words("sv"))


@pytest.mark.parametrize("name", ["x/belopp.yml", "x/belopp.YAML", "registers/fler.yml"])
def test_a_file_with_another_suffix_is_a_problem(name):
    with pytest.raises(RuleProblems) as caught:
        read_pack({**{n: t.encode() for n, t in BASE.items()}, name: RULE.encode()})
    assert [(p.file, p.code) for p in caught.value.problems] == [(name, "file-suffix")]


def test_a_function_says_its_form_and_which_there_are():
    given = facts("derive: {year_of: dag}", "derive: {share: {part: belopp, whole: belopp}}")
    assert "{share: {of: PART, in: WHOLE}}" in said(**given)
    unknown = facts("derive: {year_of: dag}", "derive: {ratio: {of: belopp, in: belopp}}")
    assert all(name in said(**unknown) for name in DERIVATIONS)
    assert FORMS.keys() == DERIVATIONS.keys()


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        ("{belopp: {more_than: mycket}}", "kan inte läsas som ett belopp. Så här skrivs det: 5 000 kr."),
        ("{dag: {before: igår}}", "kan inte läsas som ett datum. Så här skrivs det: 2024-01-31."),
        ("{all: {belopp: {more_than: 0 kr}}}", "Här står nyckel: värde, men en lista behövs."),
        ("{namn: {is: x}}", "som är en lista"),
    ],
)
def test_kinds_and_shapes_have_swedish_names(requires, expected):
    assert expected in said(**rule(requires))
