"""Packs kept from an earlier run: the same rule set as the files give, and never anything else than the files say."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
from pathlib import Path

import pytest

from regelkoll.rulefiles import RuleProblems, default_pack, keep_folder, load_rules, packs

SECOND = Path(__file__).parents[1] / "second_pack"


@pytest.fixture
def pack(tmp_path):
    return Path(shutil.copytree(SECOND, tmp_path / "regler"))


def unread(*_):
    raise AssertionError("the files were read though the pack was kept")


@pytest.mark.parametrize("folder", [default_pack(), SECOND], ids=["shipped", "second"])
def test_a_kept_pack_is_the_pack(folder, tmp_path, monkeypatch):
    fresh = load_rules(folder)
    assert load_rules(folder, tmp_path) == fresh
    monkeypatch.setattr("regelkoll.rulefiles.load.read_pack", unread)
    assert load_rules(folder, tmp_path) == fresh


def test_a_changed_file_is_read(pack, tmp_path):
    keep = tmp_path / "kept"
    before = load_rules(pack, keep)
    file = pack / "parameters.yaml"
    file.write_bytes(file.read_bytes() + b"# more\n")
    after = load_rules(pack, keep)
    assert after.files != before.files
    assert len(list(keep.iterdir())) == 2


def test_a_file_more_or_less_or_renamed_is_read(pack, tmp_path):
    keep = tmp_path / "kept"
    before = {rule.id for rule in load_rules(pack, keep).rules}
    rule = sorted(pack.glob("avgift/*.yaml"))[0]
    rule.rename(rule.with_name("annan-regel.yaml"))
    assert {rule.id for rule in load_rules(pack, keep).rules} - before == {"annan-regel"}
    (pack / "avgift" / "annan-regel.yaml").unlink()
    assert {rule.id for rule in load_rules(pack, keep).rules} < before


def test_a_changed_program_reads_anew(pack, tmp_path, monkeypatch):
    load_rules(pack, tmp_path / "kept")
    monkeypatch.setattr(packs, "_program", lambda _: iter(["other"]))
    monkeypatch.setattr("regelkoll.rulefiles.load.read_pack", lambda *_: "read")
    assert load_rules(pack, tmp_path / "kept") == "read"


def test_problems_are_not_kept(pack, tmp_path):
    (pack / "avgift" / "trasig.yaml").write_text("id: trasig\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(RuleProblems):
            load_rules(pack, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


class Evil:
    def __reduce__(self):
        return os.mkdir, ("evil-was-here",)


def test_a_kept_file_that_says_something_else_is_left_alone(pack, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keep = tmp_path / "kept"
    fresh = load_rules(pack, keep)
    (kept,) = keep.iterdir()
    whole = kept.read_bytes()
    evil, other = pickle.dumps(Evil()), pickle.dumps({"not": "a rule set"})
    for said in (b"", whole[:-1], whole[:40], evil, sealed(evil), sealed(other), sealed(whole[32:90])):
        kept.write_bytes(said)
        assert load_rules(pack, keep) == fresh
        assert kept.read_bytes() == whole, "it is written anew"
    assert not (tmp_path / "evil-was-here").exists()


def sealed(body):
    return hashlib.sha256(body).digest() + body


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_a_kept_file_that_others_can_write_is_not_read(pack, tmp_path, monkeypatch):
    keep = tmp_path / "kept"
    load_rules(pack, keep)
    (kept,) = keep.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    kept.chmod(0o666)
    monkeypatch.setattr("regelkoll.rulefiles.load.read_pack", lambda *_: "read")
    assert load_rules(pack, keep) == "read"


def test_a_folder_that_cannot_be_written_is_left(pack, tmp_path):
    (tmp_path / "file").write_text("x")
    assert load_rules(pack, tmp_path / "file" / "kept") == load_rules(pack)


def test_old_ones_go(pack, tmp_path):
    keep = tmp_path / "kept"
    for index in range(packs.KEPT + 3):
        (pack / "pack.yaml").write_text(f'name: n{index}\nversion: "1"\n', encoding="utf-8")
        load_rules(pack, keep)
    assert len(list(keep.iterdir())) == packs.KEPT


def test_where_packs_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("REGELKOLL_CACHE", "off")
    assert keep_folder() is None
    monkeypatch.setenv("REGELKOLL_CACHE", str(tmp_path))
    assert keep_folder() == tmp_path
    monkeypatch.delenv("REGELKOLL_CACHE")
    if os.name == "posix":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
        assert keep_folder() == tmp_path / "x" / "regelkoll"
