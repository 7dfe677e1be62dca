"""Every mutant is noticed by the tests nearest to it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mutants import ROOMS

TESTS = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="each mutant lives in a forked process")
@pytest.mark.parametrize("room", ROOMS)
def test_every_mutant_is_noticed(room: str) -> None:
    found = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(TESTS.parent), str(TESTS), *filter(None, found)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "mutants", room]
    done = subprocess.run(
        command, env=environment, cwd=TESTS, capture_output=True, text=True, check=False
    )
    print(done.stdout)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert len(done.stdout.splitlines()) >= 8
