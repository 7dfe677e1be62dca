"""Reports are equal byte for byte in every process, and no surface is loaded before it is asked."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATHS = ["examples/caught/relabelled-llama-3.yaml", "examples/unknown/undeclared-dataset.yaml"]
FORMATS = ["text", "json", "sarif", "github", "junit", "markdown"]

CODE = """
import sys
from licenselogic.cli.app import run

for form in {forms}:
    run(["check", *{paths}, "--format", form])
"""


def printed(seed: str) -> bytes:
    code = CODE.format(forms=FORMATS, paths=PATHS)
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    return done.stdout


def test_reports_are_the_same_under_every_hash_seed() -> None:
    first, second = (printed(seed) for seed in ("0", "4711"))
    assert first == second and len(first) > 10_000


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
