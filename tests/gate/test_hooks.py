"""What CI runs: the files are what each system asks for, nothing given is ever read as a script, and the scripts run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from scratch import DRAFT, FAULTY, ROOT, committed, environment, git, with_rules, written

from regelkoll.reports import RENDERERS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for bash")

BIN = Path(sys.executable).parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
MANIFEST = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
GITLAB_HEAD, GITLAB = (ROOT / "templates/regelkoll.yml").read_text(encoding="utf-8").split("\n---\n")
AZURE = (ROOT / "ci/azure.yml").read_text(encoding="utf-8")
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^## (.+?)\n(?:(?!^## )[\s\S])*?```\w+\n([\s\S]*?)```", PAGE, re.M))


def tool(name: str, *arguments: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """One of the checkers of the development environment; its lack is said, and in CI a failure."""
    if not (BIN / name).exists():
        if os.environ.get("REGELKOLL_CI"):
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed (uv sync)")
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    return subprocess.run(
        [BIN / name, *map(str, arguments)],
        cwd=cwd, env=environment(PATH=path, **env), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


# ── the files ─────────────────────────────────────────────────────────────────────────────────────────────────────

SCHEMAS = {
    "action.yml": ("github-actions", (ROOT / "action.yml").read_text(encoding="utf-8")),
    "GitLab template, inputs": ("gitlab-ci", GITLAB_HEAD),
    "GitLab template, job": ("gitlab-ci", GITLAB),
    "Azure steps": ("azure-pipelines", AZURE),
    "docs, GitHub": ("github-workflows", BLOCKS["GitHub"]),
    "docs, GitLab": ("gitlab-ci", BLOCKS["GitLab"]),
    "docs, Azure": ("azure-pipelines", BLOCKS["Azure DevOps"]),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_is_what_its_system_asks_for(tmp_path, name):
    schema, text = SCHEMAS[name]
    transform = [] if schema.startswith("github") else ["--data-transform", schema]
    path = written(tmp_path / "file.yml", text)
    done = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *transform, path)
    assert done.returncode == 0, done.stdout
    broken = written(tmp_path / "broken.yml", text.replace("run:", "runn:").replace("script:", "skript: 1\n  script:"))
    if broken.read_text(encoding="utf-8") != text and schema != "gitlab-ci":
        assert tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *transform, broken).returncode == 1


def test_pre_commit_takes_the_manifest_and_the_sample(tmp_path):
    assert tool("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0
    sample = written(tmp_path / "c.yaml", BLOCKS["pre-commit"])
    assert tool("pre-commit", "validate-config", sample).returncode == 0
    assert {hook["id"] for hook in yaml.safe_load(BLOCKS["pre-commit"])["repos"][0]["hooks"]} == set(MANIFEST)


def test_zizmor_finds_nothing(tmp_path):
    shutil.copy(ROOT / "action.yml", tmp_path / "action.yml")
    written(tmp_path / ".github/workflows/regelkoll.yml", BLOCKS["GitHub"])
    # The action in the sample is another repository's checkout, not the workflow's own.
    config = written(tmp_path / "zizmor.yml", "rules: {self-repository: {disable: true}}\n")
    done = tool("zizmor", "--offline", "--config", config, ".", cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def scripts(node: object) -> list[str]:
    """Every script in a file, wherever it stands."""
    if isinstance(node, list):
        return [text for part in node for text in scripts(part)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("run", "bash", "script", "before_script") if key in node]
    texts = [text for one in own for text in (one if isinstance(one, list) else [one])]
    return [*texts, *(text for part in node.values() for text in scripts(part))]


SCRIPTED = {"action": ACTION, "gitlab": yaml.safe_load(GITLAB), "azure": yaml.safe_load(AZURE)}


@pytest.mark.parametrize("name", SCRIPTED)
def test_nothing_is_filled_into_a_script(name):
    found = scripts(SCRIPTED[name])
    assert len(found) >= 2
    assert not [text for text in found if "${{" in text or "$[[" in text or "$(" in text.replace("$(mktemp -d)", "")]


def test_what_others_wrote_is_named_by_its_hash():
    used = re.findall(r"uses: (\S+)", PAGE + (ROOT / "action.yml").read_text(encoding="utf-8"))
    assert used
    assert [name for name in used if not re.fullmatch(r"\./\S+|[\w-]+/[\w-]+@[0-9a-f]{40}", name)] == []


def test_every_input_is_used_and_every_use_is_an_input():
    used = set(re.findall(r"\binputs\.([\w-]+)", str(ACTION["runs"])))
    assert used == set(ACTION["inputs"])
    inputs = yaml.safe_load(GITLAB_HEAD)["spec"]["inputs"]
    assert set(re.findall(r"\binputs\.([\w-]+)", GITLAB)) == set(inputs)
    assert set(re.findall(r"\bparameters\.(\w+)", AZURE)) == {p["name"] for p in yaml.safe_load(AZURE)["parameters"]}


def test_the_formats_and_flags_are_the_programs_own():
    texts = [*scripts(list(SCRIPTED.values())), BLOCKS["A bare shell"]]
    formats = {
        name for text in texts for name in re.findall(r'-o "?(\w+):|--format (\w+)', text) for name in name if name
    }
    assert formats <= set(RENDERERS)
    flags = set(re.findall(r"REGELKOLL_CHECK_(\w+)", str(SCRIPTED)))
    known = subprocess.run(
        [sys.executable, "-m", "regelkoll", "check", "--help"], capture_output=True, text=True, timeout=60, check=True
    )
    assert {flag for flag in flags if f"--{flag.lower().replace('_', '-')}" not in known.stdout} == set()


def test_no_host_that_packages_come_from_is_named():
    host = re.compile("py" + "pi\\.org|python" + "hosted|npm" + "js|docker" + "\\.io")
    files = (
        "docs/ci.md",
        "action.yml",
        ".pre-commit-hooks.yaml",
        "templates/regelkoll.yml",
        "ci/azure.yml",
        "ci/install.sh",
        "ci/check.sh",
    )
    assert [name for name in files if host.search((ROOT / name).read_text(encoding="utf-8"))] == []


# ── pre-commit, for real ──────────────────────────────────────────────────────────────────────────────────────────

NAMES = {
    "utkast/beslut.docx": True,
    "utkast/BESLUT.PDF": True,
    "utkast/beslut.odt": True,
    "--rules=x.docx": True,
    "utkast/makro.docm": True,
    "utkast/~$beslut.docx": False,
    "~$beslut.docx": False,
    "utkast/beslut-granskad.docx": False,
    "README.md": False,
    "regler/facts.yaml": False,
}


@pytest.mark.parametrize(("name", "taken"), NAMES.items())
def test_which_files_the_hook_takes(name, taken):
    hook = MANIFEST["regelkoll-check"]
    assert bool(re.search(hook["files"], name) and not re.search(hook["exclude"], name)) is taken


HEADINGS = ("Beslut", "Bakgrund", "Skickas till")


def word(path: Path, text: str) -> Path:
    """The draft as a Word document: what stands first in the page's head."""
    import docx

    made = docx.Document()
    head, body = text.split("\n\n", 1)
    for line in head.split("\n"):
        made.sections[0].header.add_paragraph(line)
    for line in filter(None, body.split("\n")):
        made.add_paragraph(line, style="Heading 1" if line in HEADINGS else None)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(path))
    return path


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Rules and a draft in Word that passes, committed on main."""
    folder = with_rules(tmp_path / "förråd")
    word(folder / "utkast/beslut.docx", DRAFT)
    git(folder, "init", "-q")
    committed(folder)
    return folder


def test_a_commit_is_stopped_until_the_draft_is_right(repo, tmp_path):
    """The hooks as the manifest has them, with this environment's program instead of one installed anew."""
    hooks = [{**hook, "language": "system"} for hook in MANIFEST.values()]
    written(repo / ".pre-commit-config.yaml", json.dumps({"repos": [{"repo": "local", "hooks": hooks}]}))
    home = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "REGELKOLL_LANG": "en"}
    assert tool("pre-commit", "install", cwd=repo, **home).returncode == 0
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])

    def commit() -> subprocess.CompletedProcess[str]:
        git(repo, "add", "-A")
        return subprocess.run(
            ["git", "commit", "-m", "utkast"],
            cwd=repo, env=environment(PATH=path, **home), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    for name in ("utkast/nytt utkast.docx", "--rules=x.docx"):
        word(repo / name, FAULTY)
        stopped = commit()
        assert (stopped.returncode, "belopp-anges" in stopped.stderr + stopped.stdout) == (1, True)
        word(repo / name, DRAFT)
        assert commit().returncode == 0
    written(repo / "regler/beslut/belopp-anges.yaml", "title: a\n")
    assert commit().returncode == 1


# ── the scripts ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What lets pip install the checkout with this environment's packages and no network."""
    packages = tmp_path_factory.mktemp("packages")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not re.match(r"_?regelkoll|__editable__|pip\b|__pycache__|_virtualenv|distutils-precedence", entry.name):
            (packages / entry.name).symlink_to(entry)
    pip = {f"PIP_{name}": "1" for name in ("NO_INDEX", "NO_DEPS", "DISABLE_PIP_VERSION_CHECK")}
    return {**pip, "PIP_NO_BUILD_ISOLATION": "0", "PYTHONPATH": str(packages), "PYTHON": sys.executable}


def bash(script: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    given = environment(REGELKOLL_LANG="en", **env)
    return subprocess.run(command, cwd=cwd, env=given, capture_output=True, text=True, timeout=300, check=False)


def step(number: int, repo: Path, inputs: dict[str, str], **env: str) -> subprocess.CompletedProcess[str]:
    """A step of the action, as GitHub runs it: inputs filled into its `env`, the files that it may write set out."""
    given = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()} | inputs
    one = ACTION["runs"]["steps"][number]
    fill = {
        key: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], text) for key, text in one["env"].items()
    }
    runner = repo.parent / "runner"
    runner.mkdir(exist_ok=True)
    files = {name: str(runner / name) for name in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        Path(path).touch()
    return bash(
        one["run"], repo, **{**files, "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(runner), **fill, **env}
    )


OURS = {"PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}


def test_the_action_installs_from_its_own_checkout_and_checks(repo, offline):
    installed = step(0, repo, {"python": sys.executable}, **{k: v for k, v in offline.items() if k != "PYTHON"})
    assert installed.returncode == 0, installed.stderr
    runner = repo.parent / "runner"
    added = (runner / "GITHUB_PATH").read_text(encoding="utf-8").strip()
    path = {"PATH": os.pathsep.join([added, os.environ["PATH"]]), "PYTHONPATH": offline["PYTHONPATH"]}
    assert shutil.which("regelkoll", path=path["PATH"]) == str(runner / "regelkoll/bin/regelkoll")
    done = step(1, repo, {"drafts": "utkast\n", "rules-too": "true"}, **path)
    assert done.returncode == 0, done.stderr
    assert (runner / "GITHUB_OUTPUT").read_text(encoding="utf-8") == "exit-code=0\n"
    assert (runner / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")
    assert json.loads((repo / "regelkoll.sarif").read_bytes())["version"] == "2.1.0"


ACTION_RUNS = {
    "a draft that fails": ({"drafts": "utkast"}, 1),
    "none changed": ({"drafts": "utkast\r\n", "changed-since": "HEAD"}, 1),
    "a draft that passes": ({"drafts": "annat"}, 0),
    "two of which one fails": ({"drafts": "annat\n\nutkast\n"}, 1),
    "failures let through": ({"drafts": "utkast", "fail-on": "never"}, 0),
    "a threshold that is none": ({"drafts": "utkast", "fail-on": "error"}, 2),
    "no drafts": ({"drafts": ""}, 2),
    "a script in the drafts": ({"drafts": 'x"; touch stulen; echo "$(touch stulen)`touch stulen`'}, 2),
    "a flag in the drafts": ({"drafts": "--fail-on=never\nutkast"}, 2),
    "a script in the rules": ({"drafts": "utkast", "rules": "$(touch stulen)"}, 2),
    "a flag for git": ({"drafts": "utkast", "changed-since": "--output=stulen"}, 2),
    "a place for the report that is a script": ({"drafts": "utkast", "sarif": 'a"; touch stulen; "'}, 1),
}


@pytest.mark.parametrize("name", ACTION_RUNS)
def test_what_the_action_ends_with(repo, name):
    inputs, code = ACTION_RUNS[name]
    word(repo / "utkast/fel.docx", FAULTY)
    written(repo / "annat/rätt.txt", DRAFT)
    done = step(1, repo, inputs, **OURS)
    assert done.returncode == code, done.stderr
    assert (repo.parent / "runner/GITHUB_OUTPUT").read_text(encoding="utf-8") == f"exit-code={code}\n"
    assert not list(repo.rglob("stulen"))


def project(folder: Path) -> Path:
    """This checkout as a project on a server, with a tag."""
    for name in ("src", "rules", "ci"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "-q")
    committed(folder)
    git(folder, "tag", "v1")
    return folder


def test_the_gitlab_job_clones_installs_and_checks(repo, tmp_path, offline):
    server = project(tmp_path / "server/grupp/regelkoll.git")
    base = git(repo, "rev-parse", "HEAD")
    word(repo / "utkast/fel.docx", FAULTY)
    job = yaml.safe_load(GITLAB)["regelkoll"]
    given = {"drafts": "utkast", "project": "grupp/regelkoll", "ref": "v1", "changed-only": "true", "rules-too": "true"}
    variables = {
        name: re.sub(
            r"\$\[\[ inputs\.([\w-]+) \]\]",
            lambda m: given.get(m[1], ""),
            one["value"] if isinstance(one, dict) else one,
        )
        for name, one in job["variables"].items()
    }
    url = "https://gitlab-ci-token:hemlig@gitlab.example.org:443/"
    runner = {
        "CI_SERVER_PROTOCOL": "https", "CI_SERVER_HOST": "gitlab.example.org", "CI_SERVER_PORT": "443",
        "CI_JOB_TOKEN": "hemlig", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "TMPDIR": str(tmp_path),
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{server.parents[1].as_uri()}/.insteadOf", "GIT_CONFIG_VALUE_0": url,
    }  # fmt: skip
    script = "\n".join([*job["before_script"], *job["script"]])
    done = bash(script, repo, **{**variables, **runner, **offline})
    assert done.returncode == 1, done.stderr
    assert "Changed since" in done.stderr and "1 of 2 drafts" in done.stderr
    assert len(json.loads((repo / "gl-code-quality-report.json").read_bytes())) >= 1
    assert "<testsuite" in (repo / "regelkoll.xml").read_text(encoding="utf-8")
    assert "hemlig" not in done.stdout + done.stderr


AZURE_RUNS = {
    "all": ({}, {}, 1, "belopp-anges"),
    "what a pull request changes": ({}, {"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}, 0, "No draft is changed since origin/main"),
    "all of a pull request": ({"changedOnly": "False"}, {"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}, 1, "belopp-anges"),
    "rules first": ({"rulesToo": "True", "failOn": "never"}, {}, 0, "examples tried"),
}  # fmt: skip


@pytest.mark.parametrize("name", AZURE_RUNS)
def test_the_azure_steps_check(repo, tmp_path, name):
    chosen, runner, code, said = AZURE_RUNS[name]
    word(repo / "utkast/fel.docx", FAULTY)
    committed(repo)
    clone = tmp_path / "klon"
    git(tmp_path, "clone", "-q", repo.as_uri(), clone.name)
    check = yaml.safe_load(AZURE)["steps"][1]
    given = {
        "checkout": str(ROOT),
        "drafts": "utkast",
        "rules": "",
        "changedOnly": "True",
        "rulesToo": "False",
        **chosen,
    }
    env = {
        k: re.sub(r"\$\{\{ parameters\.(\w+) \}\}", lambda m: given.get(m[1], ""), v) for k, v in check["env"].items()
    }
    done = bash(check["bash"], clone, **{**env, **runner, **OURS, "AGENT_TEMPDIRECTORY": str(tmp_path)})
    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr
    assert "<testsuite" in (tmp_path / "regelkoll.xml").read_text(encoding="utf-8")


def test_the_bare_shell_works_as_it_stands(repo, offline):
    python = repo.parent / "bin"
    python.mkdir()
    (python / "python3").symlink_to(sys.executable)
    git(repo, "switch", "-q", "-c", "gren")
    word(repo / "utkast/nytt.docx", DRAFT)
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    env = {**offline, "PATH": path, "REGELKOLL_CHECKOUT": str(ROOT), "BASE": "main"}
    done = bash(BLOCKS["A bare shell"], repo, **env)
    assert done.returncode == 0, done.stderr
    assert json.loads((repo / "build/report.json").read_bytes())["draft"] == "utkast/nytt.docx"
    word(repo / "utkast/nytt.docx", FAULTY)
    assert bash(BLOCKS["A bare shell"], repo, **env).returncode == 1
