"""Output that is closed, full or of another encoding, and Ctrl-C: one message, the right code."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

CHECK = ["check", "--upstream", "gemma:quantized", "--as", "MIT"]


def process(*arguments: str, **how: Any) -> "subprocess.CompletedProcess[bytes]":
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": ROOT, **how}
    return subprocess.run([sys.executable, "-m", "licenselogic", *arguments], check=False, **how)


@pytest.mark.parametrize("command", ["list", "check examples/caught/relabelled-llama-3.yaml"])
def test_a_reader_that_goes_away_is_no_error_and_no_verdict(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = process(*command.split(), stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_reader_of_messages_that_goes_away_is_no_error_either() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = process("check", "nowhere.yaml", stderr=writer)
    os.close(writer)
    assert (done.returncode, done.stdout) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [CHECK, ["show", "MIT"], ["list", "--format", "json"]])
def test_output_that_cannot_be_written_is_no_verdict(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process(*arguments, stdout=full)
    assert done.returncode == 2
    assert done.stderr == b"error: cannot write the output: No space left on device\n"


@pytest.mark.skipif(os.name != "posix", reason="descriptors are closed by a shell of POSIX")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_streams_that_were_closed_before_leave_the_code_as_it_is(closed: str) -> None:
    call = [sys.executable, "-m", "licenselogic", *CHECK]
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *call],
        capture_output=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize(
    "encoding",
    ["ascii", *(pytest.param(e, marks=pytest.mark.slow) for e in ("latin-1", "cp1252", "utf-16"))],
)
def test_any_encoding_of_the_output_will_do(encoding: str, tmp_path: Path) -> None:
    work = "żółw/ὄνομα"
    path = tmp_path / "lineage.json"
    path.write_text(json.dumps({"works": [{"id": work, "license": "mit"}]}), encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    text = process("check", str(path), env=env)
    assert (text.returncode, text.stderr) == (0, b"")
    assert text.stdout.decode(encoding).startswith("compatible: ")
    data = process("check", str(path), "--format", "json", env=env)
    assert json.loads(data.stdout.decode(encoding))["work"] == work


INTERRUPTED = """
import os, signal, sys
import licenselogic.__main__ as entry

left = int(sys.argv.pop(1))

def count(frame, event, argument):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGINT)

sys.argv[0] = "licenselogic"
sys.setprofile(count)
sys.exit(entry.main())
"""


def interrupted(calls: int, handler: Any) -> "subprocess.CompletedProcess[bytes]":
    """Interrupt a check after so many calls of functions; the process inherits what we do then.

    Whoever runs the tests in the background of a shell ignores interruptions, and so would they.
    """
    before = signal.signal(signal.SIGINT, handler)
    try:
        return subprocess.run(
            [sys.executable, "-c", INTERRUPTED, str(calls), *CHECK],
            capture_output=True, cwd=ROOT, check=False,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name != "posix", reason="Windows ends the process in a way of its own")
@pytest.mark.parametrize("calls", [50, 1_000, 30_000, 100_000])
def test_an_interruption_at_any_moment_ends_the_process_without_a_word(calls: int) -> None:
    """A shell tells 130 of a process that ends so."""
    done = interrupted(calls, signal.default_int_handler)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.skipif(os.name != "posix", reason="Windows ends the process in a way of its own")
def test_an_interruption_that_the_caller_ignores_stays_ignored() -> None:
    done = interrupted(1000, signal.SIG_IGN)
    assert (done.returncode, done.stderr) == (1, b"")
