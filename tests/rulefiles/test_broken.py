"""More broken rule, vocabulary and register files: file → its exact problems, all at once. See `test_loading`."""

from __future__ import annotations

import pytest
from test_loading import FACTS, REGISTER, RULE, TABLE, facts, problems, rule

R, F, G = "x/regel.yaml", "facts.yaml", "registers/roller.yaml"
END = RULE.index("examples:")

MORE = {
    "rule is a list": ({"x__regel":"- a\n- b\n"}, [(R, 1, 1, 'value-shape', None)]),
    "rule is a text": ({"x__regel":"bara text\n"}, [(R, 1, 1, 'value-shape', None)]),
    "tab as indent": ({"x__regel":RULE.replace("  - {name: a","\t- {name: a")}, [(R, 10, 1, 'yaml-syntax', None)]),
    "unclosed quote": ({"x__regel":RULE.replace("title: En regel","title: 'En regel")}, [(R, 1, 8, 'yaml-syntax', None)]),
    "merge key": (rule("{<<: {belopp: {more_than: 0 kr}}}"), [(R, 5, 12, 'fact-unknown', None), (R, 5, 12, 'yaml-anchor', None)]),
    "alias": ({"x__regel":RULE.replace("why: Därför.","why: *a")}, [(R, 8, 6, 'value-empty', None), (R, 8, 6, 'yaml-anchor', None)]),
    "list as key": ({"x__regel":RULE+"? [a, b]\n: c\n"}, [(R, 13, 3, 'key-unknown', None), (R, 13, 3, 'value-shape', None)]),
    "nothing but a comment": ({"x__regel":"# bara en kommentar\n"}, [(R, 1, 1, 'yaml-empty', None)]),
    "missing title": ({"x__regel":RULE.replace("title: En regel\n","")}, [(R, 1, 1, 'key-missing', None)]),
    "missing source": ({"x__regel":RULE.replace("source: [{statute: Lagen}]\n","")}, [(R, 1, 1, 'key-missing', None)]),
    "empty source": ({"x__regel":RULE.replace("[{statute: Lagen}]","[]")}, [(R, 2, 9, 'value-empty', None)]),
    "missing severity": ({"x__regel":RULE.replace("severity: warning\n","")}, [(R, 1, 1, 'key-missing', None)]),
    "missing requires": ({"x__regel":RULE.replace("requires: {belopp: {more_than: 0 kr}}\n","")}, [(R, 1, 1, 'key-missing', None)]),
    "missing why": ({"x__regel":RULE.replace("why: Därför.\n","")}, [(R, 1, 1, 'key-missing', None)]),
    "missing examples": ({"x__regel":RULE[:END]}, [(R, 1, 1, 'key-missing', None)]),
    "missing several": ({"x__regel":"title: A\nmessage: B\n"}, [(R, 1, 1, 'key-missing', None), (R, 1, 1, 'key-missing', None), (R, 1, 1, 'key-missing', None), (R, 1, 1, 'key-missing', None), (R, 1, 1, 'key-missing', None), (R, 1, 1, 'key-missing', None), (R, 1, 1, 'key-missing', None)]),
    "examples a mapping": ({"x__regel":RULE[:END]+"examples: {name: a, expect: passed}\n"}, [(R, 9, 11, 'value-shape', None)]),
    "example without a name": ({"x__regel":RULE+"  - {expect: passed}\n"}, [(R, 13, 5, 'key-missing', None)]),
    "example without expectation": ({"x__regel":RULE+"  - {name: d}\n"}, [(R, 13, 5, 'key-missing', None)]),
    "example with unknown fact": ({"x__regel":RULE+"  - {name: d, facts: {belop: 5 kr}, expect: passed}\n"}, [(R, 13, 23, 'fact-unknown', 'belopp')]),
    "example with a bad value": ({"x__regel":RULE+"  - {name: d, facts: {belopp: många}, expect: passed}\n"}, [(R, 13, 31, 'literal-bad', None)]),
    "example with a bad day": ({"x__regel":RULE+"  - {name: d, on: 2020-13-01, expect: passed}\n"}, [(R, 13, 19, 'literal-bad', None)]),
    "example with a bad choice": ({"x__regel":RULE+"  - {name: d, facts: {slag: bifal}, expect: passed}\n"}, [(R, 13, 29, 'value-choice', 'bifall')]),
    "example with a derived fact": ({"x__regel":RULE+"  - {name: d, facts: {aret: 2020}, expect: passed}\n"}, [(R, 13, 23, 'fact-not-read', None)]),
    "example with an unknown field": ({"x__regel":RULE+"  - {name: d, facts: {namn: [{titl: x}]}, expect: passed}\n"}, [(R, 13, 31, 'field-unknown', 'titel')]),
    "example missing why": ({"x__regel":RULE+"  - {name: d, facts: {belopp: {missing: lost}}, expect: passed}\n"}, [(R, 13, 41, 'value-choice', None)]),
    "unknown key in English": ({"x__regel": RULE + "en: {title: T, mesage: M}\n"}, [(R, 13, 16, 'key-unknown', 'message')]),
    "in_force a text": ({"x__regel":RULE+"in_force: 2020-01-01\n"}, [(R, 13, 11, 'value-shape', None)]),
    "in_force misspelt": ({"x__regel":RULE+"in_force: {form: 2020-01-01}\n"}, [(R, 13, 12, 'key-unknown', 'from')]),
    "day in another form": ({"x__regel":RULE+"in_force: {from: 1 mars 2020}\n"}, [(R, 13, 18, 'literal-bad', None)]),
    "exception without source": ({"x__regel":RULE+"unless: [{label: u, when: {stated: text}}]\n"}, [(R, 13, 10, 'key-missing', None)]),
    "exception without label": ({"x__regel":RULE+"unless: [{source: {statute: L}, when: {stated: text}}]\n"}, [(R, 13, 10, 'key-missing', None)]),
    "exception with a wrong condition": ({"x__regel":RULE+"unless: [{label: u, source: {statute: L}, when: {stated: txt}}]\n"}, [(R, 13, 58, 'fact-unknown', 'text')]),
    "comparison without operator": (rule("{belopp: 5 kr}"), [(R, 5, 20, 'value-shape', None)]),
    "all with a mapping": (rule("{all: {belopp: {more_than: 0 kr}}}"), [(R, 5, 17, 'value-shape', None)]),
    "not with a list": (rule("{not: [{stated: text}]}"), [(R, 5, 17, 'value-shape', None)]),
    "stated with a list": (rule("{stated: [text, dag]}"), [(R, 5, 20, 'value-shape', None)]),
    "between with three": (rule("{belopp: {between: [1 kr, 2 kr, 3 kr]}}"), [(R, 5, 30, 'operand-shape', None)]),
    "an empty list for in": (rule("{slag: {in: []}}"), [(R, 5, 23, 'operand-shape', None)]),
    "two faults in one condition": (rule("{all: [{belop: {is: 1 kr}}, {slag: {is: bifal}}]}"), [(R, 5, 19, 'fact-unknown', 'belopp'), (R, 5, 51, 'value-choice', 'bifall')]),
    "faults in several keys": ({"x__regel":RULE.replace("warning","varning").replace("text\n","txt\n",1)}, [(R, 3, 11, 'value-choice', 'warning'), (R, 4, 10, 'value-choice', 'text')]),
    "unknown fact on the right": (rule("{belopp: {more_than: {fact: belop}}}"), [(R, 5, 39, 'fact-unknown', 'belopp')]),
    "look-up without column": (rule("{text: {in: {register: roller}}}"), [(R, 5, 23, 'key-missing', None)]),
    "look-up with unknown key": (rule("{text: {in: {register: roller, column: roll, wher: {}}}}"), [(R, 5, 56, 'key-unknown', 'where')]),
    "look-up with an unknown demand": (rule("{text: {in: {register: roller, column: roll, where: {tk: 1 kr}}}}"), [(R, 5, 64, 'column-unknown', 'tak')]),
    "look-up on a day that is none": (rule("{text: {in: {register: roller, column: roll, on: today}}}"), [(R, 5, 60, 'value-choice', None)]),
    "cover without by": (rule("{namn: {cover: {register: roller, column: roll}}}"), [(R, 5, 26, 'key-missing', None)]),
    "cover by an unknown field": (rule("{namn: {cover: {register: roller, column: roll, by: titl}}}"), [(R, 5, 63, 'field-unknown', 'titel')]),
    "cover by a field of another kind": (rule("{namn: {cover: {register: roller, column: roll, by: del}}}"), [(R, 5, 63, 'operand-kind', None)]),
    "words counted in a word": (rule("{text: {words_at_least: många}}"), [(R, 5, 35, 'literal-bad', None)]),
    "a field where no record is": (rule("{belopp: {is: {field: del}}}"), [(R, 5, 33, 'field-unknown', None)]),
    "fact without kind": (facts("text: {kind: text, label: text","text: {label: text"), [(F, 3, 7, 'key-missing', None)]),
    "fact of an unknown kind": (facts("text: {kind: text","text: {kind: txt"), [(F, 3, 14, 'value-choice', 'text')]),
    "fact without label": (facts("text: {kind: text, label: text","text: {kind: text"), [(F, 3, 7, 'key-missing', None)]),
    "choice without values": (facts("values: [bifall, avslag], ",""), [(F, 4, 7, 'key-missing', None)]),
    "list without fields": (facts(", fields: {titel: {kind: text}, del: {kind: amount}}",""), [(F, 5, 7, 'key-missing', None)]),
    "fact twice": ({"facts":FACTS+"belopp: {kind: text, label: b, by_hand: yes}\n"}, [(F, 9, 1, 'yaml-duplicate-key', None)]),
    "fact of an unknown register": (facts("text: {kind: text","text: {kind: text, register: rolle, column: roll"), [(F, 3, 1, 'register-unknown', 'roller')]),
    "no vocabulary": ({"facts":""}, [(F, 1, 1, 'yaml-empty', None)]),
    "register named otherwise": ({"registers__roller":REGISTER.replace("register: roller","register: roll")}, [(G, 1, 1, 'value-choice', 'roller')]),
    "register without a key": ({"registers__roller":REGISTER.replace("key: [roll]","key: [rol]")}, [(G, 3, 6, 'column-unknown', 'roll'), (G, 7, 5, 'row-overlap', None)]),
    "row with an unknown column": ({"registers__roller":REGISTER.replace("{roll: strateg, tak: 5 kr","{roll: strateg, tk: 5 kr")}, [(G, 7, 21, 'key-unknown', 'tak')]),
    "row with a bad value": ({"registers__roller":REGISTER.replace("tak: 5 kr","tak: fem")}, [(G, 7, 26, 'literal-bad', None)]),
    "rows a mapping": ({"registers__roller":REGISTER[:REGISTER.index("rows:")]+"rows: {roll: chef}\n"}, [(G, 5, 7, 'value-shape', None)]),
    "parameter with a bad value": ({"parameters":"tak: {kind: amount, label: tak, rows: [{value: fem}]}\n"}, [('parameters.yaml', 1, 48, 'literal-bad', None)]),
    "parameter without rows": ({"parameters":"tak: {kind: amount, label: tak}\n"}, [('parameters.yaml', 1, 6, 'key-missing', None)]),
    "profile with an unknown key": ({"reading":"label: [Datum]\n"}, [('reading.yaml', 1, 1, 'key-unknown', 'labels')]),
    "pack without version": ({"pack":"name: p\n"}, [('pack.yaml', 1, 1, 'key-missing', None)]),
}  # fmt: skip


@pytest.mark.parametrize("name", MORE)
def test_broken_files_give_exactly_their_problems(name):
    changed, expected = MORE[name]
    assert problems(**changed) == expected


def test_there_are_a_hundred():
    assert len({*TABLE, *MORE}) == len(TABLE) + len(MORE) >= 100
