"""`check --changed-since`: what is checked is what git cannot vouch for, and nothing passes because git could not say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scratch import DRAFT, FAULTY, committed, drafts_in, git, run, run_here, with_rules, written

from regelkoll.cli.git import GitTrouble, changes_since

FIRST, SECOND = "utkast/a.txt", "utkast/å ä ö.txt"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Two drafts, rules and settings, committed on main; then a branch."""
    folder = with_rules(tmp_path / "förvaring med mellanslag")
    for name in (FIRST, SECOND):
        written(folder / name, DRAFT)
    written(folder / ".gitignore", "bygge/\n")
    git(folder, "init", "-q")
    committed(folder)
    git(folder, "switch", "-q", "-c", "gren")
    return folder


def checked(folder: Path, *arguments: str, cwd: Path | None = None) -> list[str]:
    done = run_here("check", *(arguments or ("utkast",)), "--changed-since", "main", "-f", "json", cwd=cwd or folder)
    assert done.returncode in (0, 1), done.stderr.decode()
    return drafts_in(done.stdout)


def told(folder: Path) -> set[str]:
    """What git says is changed in `utkast`."""
    return {name for name in changes_since("main", folder).changed.values() if name.startswith("utkast")}


def test_nothing_changed_is_green_and_said(repo):
    done = run_here("check", "utkast", "--changed-since", "main", cwd=repo)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "No draft is changed since main. Nothing was checked." in done.stderr.decode()


def test_reports_of_nothing_are_written_and_say_so(repo):
    done = run_here("check", "utkast", "--changed-since", "main", "-f", "json", "-o", "json:r.json", cwd=repo)
    assert (done.returncode, drafts_in(done.stdout), drafts_in((repo / "r.json").read_bytes())) == (0, [], [])


def test_nothing_to_check_at_all_is_still_wrong_use(repo):
    (repo / "tom").mkdir()
    assert run_here("check", "tom", "--changed-since", "main", cwd=repo).returncode == 2


def test_broken_rules_are_3_also_when_nothing_is_changed(repo):
    written(repo / "regler/beslut/belopp-anges.yaml", "title: a\n")
    committed(repo)
    git(repo, "branch", "-q", "-f", "main")
    assert run_here("check", "utkast", "--changed-since", "main", cwd=repo).returncode == 3


def changed(repo):
    written(repo / FIRST, FAULTY)


def committed_change(repo):
    changed(repo)
    committed(repo)


def staged(repo):
    changed(repo)
    git(repo, "add", "-A")


def staged_and_put_back(repo):
    staged(repo)
    written(repo / FIRST, DRAFT)


def untracked(repo):
    git(repo, "rm", "-q", "--cached", FIRST)


def unlooked_at(repo):
    git(repo, "update-index", "--assume-unchanged", FIRST)


def renamed_to(repo):
    git(repo, "mv", "utkast/å ä ö.txt", "annat.txt")
    git(repo, "mv", FIRST, SECOND)
    committed(repo)


CHANGES = {
    "in the working tree": (changed, {FIRST}),
    "committed": (committed_change, {FIRST}),
    "staged": (staged, {FIRST}),
    "staged, then put back": (staged_and_put_back, {FIRST}),
    "no longer followed": (untracked, {FIRST}),
    "kept from git's eyes": (unlooked_at, {FIRST}),
    "deleted": (lambda repo: (repo / FIRST).unlink(), {FIRST}),
    "renamed to a name of the same content": (renamed_to, {FIRST}),
    "new in a new folder": (lambda repo: written(repo / "utkast/ny/b.txt", DRAFT), {"utkast/ny/b.txt"}),
    "ignored": (lambda repo: written(repo / "utkast/bygge/b.txt", DRAFT), set()),
    "made the same anew": (lambda repo: os.utime(repo / FIRST, (1, 1)), set()),
    "spaces and letters": (lambda repo: written(repo / SECOND, FAULTY), {SECOND}),
    "a quote and a tab": (lambda repo: written(repo / 'utkast/"x\ty".txt', DRAFT), {'utkast/"x\ty".txt'}),
    "a line break": (lambda repo: written(repo / "utkast/x\ny.txt", DRAFT), {"utkast/x\ny.txt"}),
    "a name like a flag": (lambda repo: written(repo / "utkast/--cached", DRAFT), {"utkast/--cached"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_git_says_is_changed(repo, name):
    change, expected = CHANGES[name]
    change(repo)
    assert told(repo) == expected


def test_only_changed_drafts_of_the_paths_are_checked(repo):
    written(repo / SECOND, FAULTY)
    written(repo / "annat/c.txt", FAULTY)
    done = run_here("check", "utkast", "--changed-since", "main", "-f", "json", cwd=repo)
    assert (done.returncode, drafts_in(done.stdout)) == (1, [SECOND])
    assert "Changed since main: 1 of 2 drafts." in done.stderr.decode()


def test_a_line_break_in_a_name_is_checked(repo):
    written(repo / "utkast/x\ny.txt", DRAFT)
    assert checked(repo) == ["utkast/x\ny.txt"]


def test_a_renamed_draft_is_checked_under_its_new_name(repo):
    git(repo, "mv", FIRST, "utkast/b.txt")
    committed(repo)
    assert checked(repo) == ["utkast/b.txt"]


def test_from_a_folder_below_and_with_paths_upward(repo):
    changed(repo)
    assert checked(repo, ".", cwd=repo / "utkast") == ["a.txt"]
    assert checked(repo, "../utkast", cwd=repo / "regler") == ["../utkast/a.txt"]


def test_settings_that_change_how_git_speaks_change_nothing(repo):
    for key, value in {
        "diff.relative": "true",
        "diff.noprefix": "true",
        "core.quotepath": "true",
        "color.ui": "always",
    }.items():
        git(repo, "config", key, value)
    written(repo / SECOND, FAULTY)
    assert checked(repo, "../utkast", cwd=repo / "regler") == ["../utkast/å ä ö.txt"]


def test_the_base_is_where_the_branch_left(repo):
    """What others changed on main since then is not this branch's."""
    git(repo, "switch", "-q", "main")
    committed_change(repo)
    git(repo, "switch", "-q", "gren")
    written(repo / SECOND, FAULTY)
    assert checked(repo) == [SECOND]


def test_a_link_is_what_it_leads_to(repo):
    written(repo / "källa/text.txt", DRAFT)
    (repo / "utkast/länk.txt").symlink_to("../källa/text.txt")
    committed(repo)
    git(repo, "branch", "-q", "-f", "main")
    assert checked(repo) == []
    written(repo / "källa/text.txt", FAULTY)
    assert checked(repo) == ["utkast/länk.txt"]


def test_what_git_cannot_vouch_for_is_checked(repo, tmp_path):
    written(repo / "bygge/b.txt", DRAFT)
    outside = written(tmp_path / "utanför/c.txt", DRAFT)
    assert checked(repo, "bygge/b.txt") == ["bygge/b.txt"]
    assert checked(repo, "bygge", "utkast") == []
    assert checked(repo, str(outside.parent)) == [outside.as_posix()]


def test_standard_input_is_always_checked(repo):
    done = run_here("check", "-", "--changed-since", "main", "-f", "json", cwd=repo, stdin=FAULTY.encode())
    assert (done.returncode, drafts_in(done.stdout)) == (1, ["stdin.txt"])


def test_a_submodule_is_checked_when_it_is_changed(repo, tmp_path):
    other = tmp_path / "annat förråd"
    written(other / "d.txt", DRAFT)
    git(other, "init", "-q")
    committed(other)
    git(repo, "submodule", "--quiet", "add", str(other), "utkast/del")
    committed(repo)
    git(repo, "branch", "-q", "-f", "main")
    assert checked(repo) == []
    written(repo / "utkast/del/d.txt", FAULTY)
    committed(repo / "utkast/del")
    assert checked(repo) == ["utkast/del/d.txt"]


# What a changed case file stands beside.
CASE = "known:\n  amount: 25 000 kr\n"
BESIDE = {
    "of the same name": ("utkast/a.yaml", CASE, [FIRST, "utkast/a.yaml"]),
    "of the folder": ("utkast/uppgifter.yaml", CASE, [FIRST, "utkast/uppgifter.yaml", SECOND]),
    "no case file": ("utkast/annat.yaml", "a: b\n", []),
    "in another folder": ("mapp/a.yaml", CASE, []),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_changed_case_file_has_its_draft_checked(repo, name):
    path, text, expected = BESIDE[name]
    written(repo / path, text)
    assert checked(repo) == expected


def test_a_deleted_case_file_too(repo):
    case = written(repo / "utkast/a.yaml", CASE)
    committed(repo)
    git(repo, "branch", "-q", "-f", "main")
    case.unlink()
    assert checked(repo) == [FIRST]


# What decides for every draft.
def unread_rule(repo):
    written(repo / "regler/README.md", "text")


def old_findings(repo):
    assert run_here("baseline", "create", "b.json", "utkast", cwd=repo).returncode == 0


DECISIVE = {
    "the waivers": (lambda repo: written(repo / "w.yaml", "waivers: []\n"), ["--waivers", "w.yaml"], True),
    "the baseline": (old_findings, ["--baseline", "b.json"], True),
    "waivers that are not used": (lambda repo: written(repo / "w.yaml", "waivers: []\n"), [], False),
    "a rule": (lambda repo: written(repo / "regler/pack.yaml", "name: x\nversion: '2'\n"), [], True),
    "a new register": (lambda repo: written(repo / "regler/registers/roller.yaml", (repo / "regler/registers/roller.yaml").read_text() + "\n"), [], True),
    "a deleted rule": (lambda repo: (repo / "regler/beslut/belopp-anges.yaml").unlink(), [], True),
    "a page beside the rules": (unread_rule, [], False),
    "a draft beside the rules": (lambda repo: written(repo / "regler/cases/x/utkast.txt", DRAFT), [], False),
    "the settings": (lambda repo: written(repo / "regelkoll.toml", 'rules = "regler"\n'), [], True),
    "deleted settings": (lambda repo: (repo / "regelkoll.toml").unlink(), ["-r", "regler"], True),
    "the shared settings": (lambda repo: written(repo / "pyproject.toml", ""), [], True),
    "settings named": (lambda repo: written(repo / "x.toml", 'rules = "regler"\n'), ["--config", "x.toml"], True),
    "settings of no folder above": (lambda repo: written(repo / "annat/regelkoll.toml", ""), [], False),
    "the file of facts": (lambda repo: written(repo / "f.yaml", CASE), ["--facts", "f.yaml"], True),
    "a file of facts that git ignores": (lambda repo: written(repo / "bygge/f.yaml", CASE), ["--facts", "bygge/f.yaml"], True),
}  # fmt: skip


@pytest.mark.parametrize("name", DECISIVE)
def test_what_decides_for_every_draft(repo, name):
    change, flags, everything = DECISIVE[name]
    change(repo)
    done = run_here("check", "utkast", *flags, "--changed-since", "main", "-f", "json", cwd=repo)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert drafts_in(done.stdout) == ([FIRST, SECOND] if everything else [])
    assert ("Everything is checked." in done.stderr.decode()) is everything


def test_rules_behind_a_link_and_in_a_submodule_count(repo, tmp_path):
    rules = tmp_path / "regelförråd"
    with_rules(rules)
    git(rules, "init", "-q")
    committed(rules)
    git(repo, "submodule", "--quiet", "add", str(rules), "delade")
    committed(repo)
    git(repo, "branch", "-q", "-f", "main")
    flags = ("utkast", "-r", "delade/regler")
    assert checked(repo, *flags) == []
    written(repo / "delade/regler/pack.yaml", "name: x\nversion: '2'\n")
    assert checked(repo, *flags) == [FIRST, SECOND]


# ── what git cannot say ───────────────────────────────────────────────────────────────────────────────────────────


def shallow(repo: Path) -> Path:
    committed_change(repo)
    clone = repo.parent / "grund"
    git(repo.parent, "clone", "-q", "--depth", "1", "--no-single-branch", repo.as_uri(), clone.name)
    return clone


def test_a_shallow_clone_says_how_to_fetch_the_rest(repo):
    for ref in ("origin/main", "f" * 40):
        done = run_here(
            "check", "utkast", "--changed-since", ref, cwd=shallow(repo) if ref[0] == "o" else repo.parent / "grund"
        )
        assert (done.returncode, done.stdout) == (2, b"")
        assert "fetch-depth: 0" in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_a_shallow_clone_with_the_base_is_enough(repo):
    clone = shallow(repo)
    git(clone, "fetch", "-q", "--unshallow")
    done = run_here("check", "utkast", "--changed-since", "origin/main", "-f", "json", cwd=clone)
    assert (done.returncode, drafts_in(done.stdout)) == (1, [FIRST])


WRONG = {
    "an unknown name": ("finns-inte", "knows no commit 'finns-inte'"),
    "zeros of a new branch": ("0" * 40, "knows no commit"),
    "a file": ("HEAD:regelkoll.toml", "knows no commit"),
    "a range": ("main..HEAD", "knows no commit"),
    "nothing": ("", "is not the name of a commit"),
    "a flag of git": ("--output=stulen", "is not the name of a commit"),
    "a short flag of git": ("-O/etc/passwd", "is not the name of a commit"),
    "another history": ("enslig", "have no commit in common"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_ref_is_2_in_one_sentence(repo, name):
    ref, said = WRONG[name]
    if ref == "enslig":
        tree = git(repo, "rev-parse", "HEAD^{tree}")
        git(repo, "branch", "enslig", git(repo, "commit-tree", "-m", "x", tree))
    done = run_here("check", "utkast", f"--changed-since={ref}", cwd=repo)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode() and done.stderr.decode().count("\n") == 1
    assert not (repo / "stulen").exists()


def test_outside_a_repository_and_without_git_it_is_2(tmp_path):
    folder = with_rules(tmp_path)
    written(folder / FIRST, DRAFT)
    done = run("check", "utkast", "--changed-since", "main", cwd=folder, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.returncode, "not in a git repository" in done.stderr.decode()) == (2, True)
    done = run("check", "utkast", "--changed-since", "main", cwd=folder, PATH=str(tmp_path))
    assert (done.returncode, "git is not installed" in done.stderr.decode()) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such script")
def test_nothing_of_the_repository_is_run(repo):
    trap = written(repo.parent / "fälla", '#!/bin/sh\ntouch "$0.rörd"\n')
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "diff.x.command", "diff.x.textconv"):
        git(repo, "config", key, str(trap))
    git(repo, "config", "core.hooksPath", str(repo.parent))
    written(repo / ".gitattributes", "*.txt diff=x\n")
    (repo.parent / "post-index-change").symlink_to(trap)
    changed(repo)
    assert told(repo) == {FIRST}
    assert not list(repo.parent.glob("*.rörd"))


def test_a_hooks_own_variables_lead_nowhere_else(repo, tmp_path):
    """git sets them for a hook, with places seen from another folder."""
    changed(repo)
    wrong = {"GIT_DIR": str(tmp_path / "annan"), "GIT_WORK_TREE": str(tmp_path), "GIT_INDEX_FILE": ".git/x"}
    done = run("check", "utkast", "--changed-since", "main", "-f", "json", cwd=repo, **wrong)
    assert (done.returncode, drafts_in(done.stdout)) == (1, [FIRST])


def test_a_damaged_repository_is_2_with_gits_words(repo):
    written(repo / ".git/index", b"DIRC skrot")
    with pytest.raises(GitTrouble, match="failed"):
        changes_since("main", repo)
    done = run_here("check", "utkast", "--changed-since", "main", cwd=repo)
    assert (done.returncode, "git could not say what is changed: " in done.stderr.decode()) == (2, True)


def test_git_asks_nothing_and_stays_off_the_network(repo):
    """A commit that is only promised is not fetched."""
    clone = repo.parent / "halv"
    subprocess.run(
        ["git", "clone", "-q", "--no-checkout", "--filter=tree:0", repo.as_uri(), clone.name],
        cwd=repo.parent, check=True, timeout=60, capture_output=True,
    )  # fmt: skip
    with pytest.raises(GitTrouble):
        changes_since("origin/main~1", clone)
