"""Completion in shells."""

import os
import subprocess
import sys

import pytest
from calls import Call


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(call: Call, shell: str) -> None:
    code, out, err = call("completion", shell)
    assert (code, err) == (0, "")
    assert f"_LICENSELOGIC_COMPLETE={shell}_complete" in out


def test_completion_refuses_another_shell(call: Call) -> None:
    code, out, err = call("completion", "pwsh")
    assert (code, out) == (2, "")
    assert "'pwsh' is not one of 'bash', 'zsh', 'fish'" in err


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("licenselogic show apache-2", "plain,Apache-2.0"),
        ("licenselogic explain unknown-w", "plain,unknown-word"),
        ("licenselogic vocab", "plain,vocabulary"),
        ("licenselogic explain commerc", "plain,commercial"),
        ("licenselogic check --upstream gem", "plain,gemma"),
        ("licenselogic check --upstream gemma:fine", "plain,gemma:finetune"),
        (
            "licenselogic check --upstream mistralai/mistral-7b-v0.1",
            "plain,mistralai/Mistral-7B-v0.1",
        ),
        ("licenselogic check --fact commer", "plain,commercial="),
        ("licenselogic check --fact commercial=t", "plain,commercial=true"),
        ("licenselogic check --fact field=mil", "plain,field=military"),
        ("licenselogic check --assume training_is", "plain,training_is_adaptation=true"),
        ("licenselogic check --fail-on con", "plain,conditions"),
        ("licenselogic check --profile str", "plain,strict"),
        ("licenselogic check --format sar", "plain,sarif"),
    ],
)
def test_licences_codes_and_commands_are_completed(words: str, found: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "licenselogic"],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "_LICENSELOGIC_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        },
    )
    assert (done.returncode, found in done.stdout.splitlines()) == (0, True)
