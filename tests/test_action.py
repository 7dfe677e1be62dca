"""The action and the hook: what they run is run, and official tools find nothing to say of them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
BAD = """\
works:
  - {id: a/base, license: llama2}
  - {id: me/bad, license: mit, from: [{work: a/base, by: finetune}]}
"""
GOOD = "works:\n  - {id: me/good, type: software, license: apache-2.0}\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the action and the hook run in bash")


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two lineages, beside the command `licenselogic` of this checkout."""
    command = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m licenselogic "$@"\n'
    script(tmp_path / "bin" / "licenselogic", command)
    folder = tmp_path / "repository"
    (folder / "good").mkdir(parents=True)
    (folder / "good" / "lineage.yaml").write_text(GOOD)
    (folder / "bad models").mkdir()
    (folder / "bad models" / "lineage.yaml").write_text(BAD)
    return folder


# The action -------------------------------------------------------------------------------------

PYTHON = """\
#!/bin/sh
# Stands for `python3 -m venv FOLDER`: what is installed there is this checkout.
[ "$1 $2" = "-m venv" ] || exit 9
mkdir -p "$3/bin" && cp "{here}/bin/licenselogic" "$3/bin/licenselogic"
printf '#!/bin/sh\\necho "$@" > "{here}/installed"\\n' > "$3/bin/pip" && chmod +x "$3/bin/pip"
"""


class Run:
    """One run of the action: its code, what it printed, and the files that it wrote to."""

    def __init__(self, repository: Path, **inputs: str) -> None:
        here = repository.parent
        script(here / "fake" / "python3", PYTHON.format(here=here))
        self.summary, self.outputs = here / "summary", here / "outputs"
        self.summary.touch()
        self.outputs.touch()
        values = {n: inputs.get(n, entry["default"]) for n, entry in ACTION["inputs"].items()}
        environment = {
            **os.environ,
            "PATH": f"{here / 'fake'}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(here / "temp"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_OUTPUT": str(self.outputs),
        }
        self.printed = ""
        for step in ACTION["runs"]["steps"]:
            given = {
                name: values[text.removeprefix("${{ inputs.").removesuffix(" }}")]
                for name, text in step.get("env", {}).items()
            }
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                env={**environment, **given}, cwd=repository, capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            self.code = done.returncode
            self.printed += done.stdout + done.stderr
            if self.code:
                break


def test_the_action_annotates_fails_and_sums_up(repository: Path) -> None:
    run = Run(repository)
    assert (repository.parent / "installed").read_text() == f"install --quiet {ROOT}\n"
    assert run.code == 1, run.printed
    assert "::error file=bad models/lineage.yaml,line=3,col=" in run.printed
    assert run.outputs.read_text() == "code=1\n"
    assert "❌ incompatible | bad models/lineage.yaml" in run.summary.read_text("utf-8")


def test_the_action_takes_paths_a_line_each_and_writes_a_report(repository: Path) -> None:
    run = Run(repository, paths="good\n\nbad models\n", format="sarif", output="found.sarif",
              **{"fail-on": "none", "summary": "false"})  # fmt: skip
    assert run.code == 0, run.printed
    assert '"2.1.0"' in (repository / "found.sarif").read_text("utf-8")
    assert run.summary.read_text() == ""


@pytest.mark.parametrize("paths", ["--help", "$(touch pwned)", "`touch pwned`; touch pwned"])
def test_an_input_of_the_action_is_never_a_command(repository: Path, paths: str) -> None:
    assert Run(repository, paths=paths).code == 2
    assert not (repository / "pwned").exists()


def test_inputs_reach_the_shell_as_variables_alone() -> None:
    assert all("${{" not in step["run"] for step in ACTION["runs"]["steps"])


def tool(name: str) -> str:
    """Return a tool beside our Python; skips where it is not installed, which CI has."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


def test_zizmor_finds_nothing_in_the_action() -> None:
    done = subprocess.run(
        [tool("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", "action.yml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


# The hook ---------------------------------------------------------------------------------------


def pre_commit(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    here = folder.parent
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
        "PATH": f"{here / 'bin'}:{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(here / "cache"),
    }
    command = [tool("pre-commit"), *arguments]
    return subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_manifest_of_the_hook_is_valid() -> None:
    done = subprocess.run(
        [tool("pre-commit"), "validate-manifest", ".pre-commit-hooks.yaml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "path",
    ["lineage.yaml", "a/x.lineage.json", "readme.md", "a/README.md", "adapter_config.json",
     "config.json", "mergekit_moe_config.yaml", "x.cdx.json", "a/x.spdx.json", "x.GGUF",
     "x.safetensors", "licenselogic.toml", "pyproject.toml"],
)  # fmt: skip
def test_the_hook_runs_for_whatever_a_check_of_a_folder_reads(path: str) -> None:
    assert re.search(HOOKS[0]["files"], path)


def test_the_hook_runs_when_a_lineage_is_committed(repository: Path) -> None:
    """What pre-commit would install is at hand already, so nothing is fetched."""
    hook: dict[str, Any] = {**HOOKS[0], "language": "system"}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=repository, check=True)
    done = pre_commit(repository, "run", "--all-files", "--verbose")
    assert done.returncode == 1, done.stderr
    assert "1 incompatible, 1 compatible" in done.stdout
    shutil.rmtree(repository / "bad models")
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    assert pre_commit(repository, "run", "--all-files").returncode == 0
    (repository / "other.txt").touch()
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    done = pre_commit(repository, "run", "--files", "other.txt")
    assert "no files to check" in done.stdout
