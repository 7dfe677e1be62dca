"""Reports are equal byte for byte in every process, and no surface is loaded before it is asked."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATHS = ["examples/caught/relabelled-llama-3.yaml", "examples/unknown/undeclared-dataset.yaml"]
FORMATS = ["text", "json", "sarif", "github", "junit", "markdown"]
BILLS = ["cyclonedx", "spdx3", "spdx2"]
LINEAGE = "examples/clean/zephyr.yaml"
DAY = {"SOURCE_DATE_EPOCH": "1713441600"}
"""Pages name the day, and bills the second, of the run; so they are compared on one day."""

COMMANDS = {
    **{form: ["check", *PATHS, "--format", form] for form in FORMATS},
    "html": ["check", LINEAGE, "--format", "html"],
    "html of what is incompatible": ["check", PATHS[0], "--format", "html"],
    "a page of a licence": ["show", "llama3", "--format", "html"],
    "a drawing": ["graph", LINEAGE, "--format", "svg"],
    **{form: ["bom", LINEAGE, "--format", form] for form in BILLS},
}

CODE = """
import contextlib, io, json, sys
from licenselogic.cli.app import run

found = {}
for name, command in json.load(sys.stdin).items():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        run(command)
    found[name] = out.getvalue()
print(json.dumps(found))
"""


def printed(seed: str) -> dict[str, str]:
    """Return what a fresh process prints, by the name of the command."""
    asked = COMMANDS
    if find_spec("cyclonedx") is None or find_spec("spdx_tools") is None:
        asked = {name: command for name, command in COMMANDS.items() if name not in BILLS}
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        input=json.dumps(asked),
        cwd=ROOT,
        env={**os.environ, **DAY, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_reports_are_the_same_under_every_hash_seed() -> None:
    first, second = (printed(seed) for seed in ("0", "4711"))
    assert [name for name in first if len(first[name]) < 1000] == []
    assert [name for name in first if first[name] != second[name]] == []


UNWANTED = {
    "report.sarif", "report.github", "report.junit", "report.markdown", "settings.read",
    "base.glossary",
}  # fmt: skip


def test_text_loads_no_other_surface() -> None:
    code = (
        "import sys; from licenselogic.cli.app import run; run(['check', *sys.argv[1:]]); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *PATHS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = done.stderr.split()
    assert "licenselogic.report.verdict_text" in loaded
    assert {f"licenselogic.{name}" for name in UNWANTED}.isdisjoint(loaded)
