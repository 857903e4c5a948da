"""`-o`: several reports from one run, each whole or not at all, and whatever hinders one said in a sentence."""

from __future__ import annotations

import json
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "tests/second_pack"
DRAFT = (PACK / "cases/varfest.txt").read_bytes()
OLD = b"what was there"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "utkast.txt").write_bytes(DRAFT)
    return tmp_path


def run(folder, *arguments, script="from regelkoll.__main__ import main; main()", **given):
    """The command as it is run, in the folder; `script` may make the machine another first. Names in capitals are put
    in the environment, the rest goes to subprocess."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    own = {name: given.pop(name) for name in list(given) if name.isupper()}
    environment = {**os.environ, "PYTHONUTF8": "1", "REGELKOLL_LANG": "en", **own}
    given = {"capture_output": True, **given}
    return subprocess.run(command, cwd=folder, env=environment, timeout=120, check=False, **given)


def check(folder, *arguments, drafts=("utkast.txt",), **given):
    return run(folder, "check", *drafts, "-r", PACK, "-q", "--today", "2026-11-24", *arguments, **given)


def said(done):
    text = done.stderr.decode()
    assert "Traceback" not in text
    return text


def left(folder):
    """Every file in the folder; a temporary one would be seen."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


FORMATS = {
    "json": "r.json", "jsonl": "r.jsonl", "markdown": "r.md", "sarif": "r.sarif", "junit": "r.xml", "csv": "r.csv",
    "terminal": "r.txt",
}  # fmt: skip


def test_several_reports_come_from_one_run_and_a_suffix_tells_the_format(folder):
    named = [arg for name, file in FORMATS.items() for arg in ("-o", f"{name}:named-{file}")]
    told = [arg for file in FORMATS.values() for arg in ("-o", file)]
    more = ["-o", "github:g", "-o", "gitlab:l", "-o", "r.sarif.json", "-o", "STOR.JSON", "-o", "r.ndjson"]
    done = check(folder, *named, *told, *more)
    assert (done.returncode, done.stdout) in ((0, b""), (1, b""))
    for file in FORMATS.values():
        assert (folder / file).read_bytes() == (folder / f"named-{file}").read_bytes()
    assert (folder / "r.sarif.json").read_bytes() == (folder / "r.sarif").read_bytes()
    assert (folder / "STOR.JSON").read_bytes() == (folder / "r.json").read_bytes()
    assert (folder / "r.ndjson").read_bytes() == (folder / "r.jsonl").read_bytes()


def test_names_that_differ_in_case_are_one_name(folder):
    """On Windows the second report would write over the first."""
    done = check(folder, "-o", "r.json", "-o", "R.json")
    assert done.returncode == 2
    assert "'R.json' is named for two reports." in said(done)
    assert left(folder) == ["r.json", "utkast.txt"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_bytes_are_the_same_whatever_the_jobs_and_the_hashes(folder, jobs):
    (folder / "annat.txt").write_bytes(DRAFT.replace(b"20", b"30"))
    drafts = ("utkast.txt", "annat.txt")
    outputs = [arg for name, file in FORMATS.items() for arg in ("-o", f"{name}:{file}")]
    outputs += ["-o", "github:g", "-o", "gitlab:l"]
    check(folder, *outputs, "--jobs", jobs, drafts=drafts, PYTHONHASHSEED="7")
    first = {name: (folder / name).read_bytes() for name in (*FORMATS.values(), "g", "l")}
    check(folder, *outputs, drafts=drafts, PYTHONHASHSEED="0")
    assert first == {name: (folder / name).read_bytes() for name in first}


def link(folder):
    (folder / "länk.json").symlink_to("utkast.txt")
    return "länk.json"


def hard_link(folder):
    (folder / "hård.json").hardlink_to(folder / "utkast.txt")
    return "hård.json"


READ = {
    "the draft": lambda folder: "utkast.txt",
    "by another path": lambda folder: f"../{folder.name}/utkast.txt",
    "whole path": lambda folder: str(folder / "utkast.txt"),
    "a link": link,
    "a hard link": hard_link,
    "the facts": lambda folder: "uppgifter.yaml",
    "a rule": lambda folder: str(folder / "regler/tid/ansokan-i-tid.yaml"),
    "the pack": lambda folder: "regler/pack.yaml",
}


@pytest.mark.parametrize("name", READ)
def test_what_the_run_reads_is_not_written_over_and_the_others_are_written(folder, name):
    subprocess.run(["cp", "-r", str(PACK), str(folder / "regler")], check=True)
    (folder / "uppgifter.yaml").write_text("known: {}\n", encoding="utf-8")
    path = READ[name](folder)
    before = (folder / path).read_bytes()
    arguments = ("check", "utkast.txt", "-r", "regler", "--facts", "uppgifter.yaml", "-q")
    done = run(folder, *arguments, "-o", f"json:{path}", "-o", "csv:r.csv")
    assert done.returncode == 2
    assert "is read by this run and is not written over." in said(done)
    assert (folder / path).read_bytes() == before
    assert (folder / "r.csv").stat().st_size > 100


WRONG = [
    ("unknown format", ["-o", "sarff:x"], "did you mean 'sarif'?"),
    ("no format", ["-o", "rapport"], "'rapport' is not FMT:FILE."),
    ("nothing", ["-o", ""], "'' is not FMT:FILE."),
    ("no file", ["-o", "json:"], "'json:' is not FMT:FILE."),
    ("no folder", ["-o", "json:saknas/r.json"], "There is no folder"),
    ("a folder", ["-o", "json:mapp"], "'mapp' is a folder."),
    ("a folder so", ["-o", "json:mapp/"], "is a folder."),
    ("a file as folder", ["-o", "json:utkast.txt/r.json"], "There is no folder"),
    ("windows drive", ["-o", "C:\\saknas/r.json"], "There is no folder"),
    ("a loop", ["-o", "json:slinga"], "it is a link that leads to itself"),
    ("too long", ["-o", f"json:{'å' * 200}.json"], "the name is too long"),
]


@pytest.mark.parametrize(("arguments", "words"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_one_that_cannot_be_is_said_and_the_others_are_written(folder, arguments, words):
    (folder / "mapp").mkdir()
    (folder / "slinga").symlink_to("slinga")
    done = check(folder, *arguments, "-o", "csv:r.csv")
    assert done.returncode == 2
    assert words in said(done)
    assert left(folder) == ["r.csv", "utkast.txt"]
    assert not (folder / "saknas").exists()


@pytest.mark.parametrize(("arguments", "words"), [w[1:] for w in WRONG[:9]], ids=[w[0] for w in WRONG[:9]])
def test_where_none_is_left_nothing_is_checked(folder, arguments, words):
    (folder / "mapp").mkdir()
    done = check(folder, *arguments, "-v", drafts=("utkast.txt", "utkast.txt"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert said(done).count("\n") == 1


def limited(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_leaves_the_old_file_and_writes_the_others(folder):
    (folder / "r.json").write_bytes(OLD)
    done = check(folder, "-o", "r.json", "-o", "r.csv", preexec_fn=limited(1500))
    assert done.returncode == 2
    assert "'r.json' cannot be written: the file would be larger than what is allowed." in said(done)
    assert (folder / "r.json").read_bytes() == OLD
    assert 100 < (folder / "r.csv").stat().st_size < 1500
    assert left(folder) == ["r.csv", "r.json", "utkast.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_device_is_said_for_a_file_and_for_what_is_printed(folder):
    done = check(folder, "-o", "json:/dev/full", "-o", "r.csv")
    assert done.returncode == 2
    assert "'/dev/full' cannot be written: the disk is full." in said(done)
    assert (folder / "r.csv").exists()
    with Path("/dev/full").open("wb") as full:
        arguments = ("check", "utkast.txt", "-r", PACK, "-f", "json", "-o", "r.jsonl")
        printed = run(folder, *arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert printed.returncode == 2
    assert "The report could not be printed: the disk is full." in said(printed)
    assert (folder / "r.jsonl").exists()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout")
def test_a_device_takes_several_and_is_not_replaced(folder):
    done = check(
        folder, "-o", "jsonl:/dev/stdout", "-o", "github:/dev/stdout", "-o", "json:/dev/null", "-o", "csv:/dev/null"
    )
    assert done.returncode in (0, 1)
    assert done.stdout.startswith(b'{"check_day"')
    with (folder / "ut.txt").open("wb") as out:
        check(folder, "-o", "jsonl:/dev/stdout", capture_output=False, stdout=out, stderr=subprocess.DEVNULL)
    assert json.loads((folder / "ut.txt").read_bytes())["draft"] == "utkast.txt"
    assert Path("/dev/null").is_char_device()


def test_a_folder_where_nothing_may_be_written_is_said(folder):
    locked = Path("/sys/kernel") if os.getuid() == 0 else folder / "låst"
    if os.getuid():
        locked.mkdir(mode=0o500)
    elif not locked.is_dir():
        pytest.skip("every folder may be written in")
    done = check(folder, "-o", f"json:{locked}/r.json", "-o", "r.csv")
    assert done.returncode == 2
    assert "cannot be written:" in said(done)
    assert left(folder) == ["r.csv", "utkast.txt"]


def test_a_link_is_followed_and_who_may_read_stays(folder):
    (folder / "mål.json").write_bytes(OLD)
    (folder / "mål.json").chmod(0o600)
    (folder / "länk.json").symlink_to("mål.json")
    check(folder, "-o", "länk.json")
    assert (folder / "länk.json").is_symlink()
    assert json.loads((folder / "mål.json").read_bytes())["draft"] == "utkast.txt"
    assert stat.S_IMODE((folder / "mål.json").stat().st_mode) == 0o600


KILLED = "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.{signal}); from regelkoll.__main__ import main; main()"


@pytest.mark.parametrize("signal", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_killed_while_it_writes_the_old_file_is_whole(folder, signal):
    (folder / "r.json").write_bytes(OLD)
    done = check(folder, "-o", "r.json", script=KILLED.format(signal=signal))
    assert done.returncode not in (0, 1)
    assert (folder / "r.json").read_bytes() == OLD
    if signal != "SIGKILL":
        assert left(folder) == ["r.json", "utkast.txt"]


ABSENT = """
import regelkoll.reports as reports
reports.RENDERERS["paper"] = reports.Format("nowhere:render", (".paper",), extra="pdf", needs="no_such_module_is_there")
reports.RENDERERS["copy"] = reports.Format("nowhere:render", copy="-granskad.docx", draft=True, text=False)
from regelkoll.__main__ import main; main()
"""
"""With a format whose extra is not installed, and one that is a copy of a draft and no text."""


@pytest.mark.parametrize("arguments", [["-o", "paper:r"], ["-o", "r.paper"], ["-f", "paper"]], ids=" ".join)
def test_an_absent_extra_says_what_to_install_before_anything_is_checked(folder, arguments):
    done = check(folder, *arguments, script=ABSENT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said(done) == "The format paper needs the extra 'pdf'. Install it with: pip install 'regelkoll[pdf]'\n"
    assert left(folder) == ["utkast.txt"]


def test_a_format_that_is_no_text_is_not_printed(folder):
    done = check(folder, "-f", "copy", script=ABSENT)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said(done) == "The format copy is not text and cannot be printed. Write it to a file: -o copy:FILE\n"


def test_a_copy_of_one_draft_is_refused_for_several_and_the_others_are_written(folder):
    (folder / "annat.txt").write_bytes(DRAFT)
    done = check(folder, "-o", "copy:ut.docx", "-o", "r.csv", drafts=(".",), script=ABSENT)
    assert done.returncode == 2
    assert "'copy' is a copy of one draft. Name a folder: copy:FOLDER/" in said(done)
    assert left(folder) == ["annat.txt", "r.csv", "utkast.txt"]


@pytest.mark.parametrize(("drafts", "code"), [(("a.docx", "utkast.txt"), 1), (("utkast.txt",), 2)], ids=["one", "none"])
def test_of_several_drafts_those_of_the_format_get_a_copy(folder, drafts, code):
    (folder / "a.docx").write_bytes((ROOT / "cases/avslag-2022/utkast.docx").read_bytes())
    done = check(folder, "-o", "docx:", drafts=drafts)
    assert (done.returncode, (folder / "a-granskad.docx").exists()) == (code, code == 1)
    assert ("utkast.txt: The draft is not of the format" in said(done)) == (code == 2)


def test_wrong_use_is_graver_than_an_unreadable_draft_and_a_failed_rule(folder):
    (folder / "tomt.txt").write_bytes(b"")
    drafts = ("utkast.txt", "tomt.txt")
    assert check(folder, "-o", "r.json", drafts=drafts).returncode == 4
    assert check(folder, "-o", "json:saknas/r.json", "-o", "r.csv", drafts=drafts).returncode == 2


def test_a_draft_that_could_not_be_read_is_in_what_is_written(folder):
    (folder / "tomt.txt").write_bytes(b"")
    check(folder, "-o", "r.json", "-o", "r.jsonl", "-o", "r.csv", "-o", "r.sarif", "-o", "r.xml", drafts=("tomt.txt",))
    data = json.loads((folder / "r.json").read_bytes())
    assert data["reports"] == []
    assert [(lost["draft"], lost["exit"]) for lost in data["unread"]] == [("tomt.txt", 4)]
    assert [name for name in left(folder) if b"tomt.txt" not in (folder / name).read_bytes()] == [
        "tomt.txt",
        "utkast.txt",
    ]


def test_reports_in_a_folder_of_drafts_are_not_checked_as_drafts(folder):
    outputs = ("r.json", "r.jsonl", "r.sarif", "r.sarif.json", "r.xml", "r.csv", "gitlab:gl.json")
    check(folder, *(arg for one in outputs for arg in ("-o", one)))
    done = check(folder, drafts=(".",))
    assert done.returncode in (0, 1)
    assert "were not checked" not in said(done)


def test_case_files_with_hostile_text_come_out_in_every_format(folder):
    words = "=cmd()|<b>\u0000\uffff\u202e@alla](x) ::error::x ]]> ${{ x }} " + "y" * 10_000
    case = {"draft": {"title": words, "receiver": words}}
    (folder / "fall.json").write_text(json.dumps(case), encoding="ascii")
    outputs = [arg for one, file in FORMATS.items() for arg in ("-o", f"{one}:{file}")]
    arguments = (
        "check",
        "fall.json",
        "-q",
        "-v",
        "--select",
        "mottagare",
        *outputs,
        "-o",
        "github:g",
        "-o",
        "gitlab:l",
    )
    done = run(folder, *arguments)
    assert done.returncode in (0, 1)
    said(done)
    assert len(left(folder)) == len(FORMATS) + 4
    assert json.loads((folder / "r.json").read_bytes())["facts"]["title"]["value"] == words
