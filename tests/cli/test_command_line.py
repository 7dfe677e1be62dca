"""The command line: exit codes, one clear message for any input, no traceback, speed of imports."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import click
import pytest

from licenselogic.cli.app import cli, run
from licenselogic.norms.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]


def call(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "--upstream", "MIT", "--as", "Apache-2.0"], 0),
        (["check", "--upstream", "gemma:quantized", "--as", "MIT"], 1),
        (["check", "--upstream", "other:finetune", "--as", "MIT"], 3),
        (["check", "--upstream", "Apche-2.0:finetune", "--as", "MIT"], 2),
        (["check", "--upstream", "MIT:finetuned", "--as", "MIT"], 2),
        (["check", "--upstream", "MIT AND", "--as", "MIT"], 2),
        (["check"], 2),
        (["check", "nowhere.yaml"], 2),
        (["check", "a.yaml", "--upstream", "MIT"], 2),
        (["check", "--upstream", "MIT", "--as", "MIT", "--profile", "mild"], 2),
        (["check", "--upstream", "MIT", "--as", "MIT", "--assume", "weights=true"], 2),
        (["check", "--upstream", "MIT", "--as", "MIT", "--assume", "training_is_adaptation"], 2),
        (["check", "--upstream", "MIT", "--as", "MIT", "--fact", "commercal=true"], 2),
        (["check", "--upstream", "MIT", "--as", "MIT", "--fact", "commercial"], 2),
        (["check", "--upstream", "MIT", "--as", "MIT", "--licenses", "/nowhere"], 2),
        (["chekc"], 2),
        ([], 2),
        (["--help"], 0),
        (["--version"], 0),
        (["show", "Apche-2.0"], 2),
        (["show", "cc"], 0),
    ],
)
def test_the_exit_code_tells_what_happened(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    found, _, err = call(*arguments, capsys=capsys)
    assert found == code
    assert "Traceback" not in err and "internal error" not in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00garbage", "UTF-8"),
        (b"", "empty"),
        (b"works: [", ""),
        (b"[1, 2, 3]", ""),
        (b"works: 7", ""),
        (b"a: &a [x]\nb: [*a, *a]\n", "alias"),
        (b"works:\n  - id: a\n  - id: a\n", "a"),
        (b"works:\n  - {id: a, from: [{work: b, by: finetune}]}\n", "b"),
        (b"works:\n  - {id: a, from: [{work: a, by: finetune}]}\n", "a"),
        (
            b"works:\n  - {id: a, from: [{work: b, by: copy}]}\n"
            b"  - {id: b, from: [{work: a, by: copy}]}\n",
            "circle",
        ),
        (b"works:\n  - {id: a, from: [{work: a, by: finetoon}]}\n", "finetune"),
        (b"\x00\x01\x02" * 2000, ""),
        (b"{" * 50_000, ""),
        (b"x" * 10_000_000, ""),
        (b"works:\n  - {id: '\x1b[31mred', license: mit}\n", ""),
    ],
    ids=[
        "not-utf8", "empty", "cut-off", "a-list", "a-number", "alias-bomb", "duplicate", "dangling",
        "self", "cycle", "misspelt-relation", "binary", "deep", "ten-megabytes", "hostile-name",
    ],
)  # fmt: skip
def test_bad_input_gives_one_clear_message(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lineage.yaml"
    path.write_bytes(content)
    code, out, err = call("check", str(path), capsys=capsys)
    assert code == 2
    assert out == ""
    assert err.startswith("error[") and said in err
    assert "Traceback" not in err and "\x1b" not in err and len(err) < 4000


def test_json_output_is_nothing_but_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(
        "check", "--upstream", "llama2:finetune", "--as", "mit", "--format", "json", capsys=capsys
    )
    assert code == 1 and err == ""
    assert json.loads(out)["status"] == "incompatible"


def test_all_readings_of_the_law_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "--upstream", "CC-BY-NC-4.0:trained_on", "--as", "MIT"]
    code, out, _ = call(*arguments, "--all-assumptions", capsys=capsys)
    assert code == 0 and out.startswith("`derivative` under MIT is compatible")
    assert any(row.startswith("incompatible") and "training_is_adaptation = yes" in row
               for row in out.splitlines())  # fmt: skip
    _, data, _ = call(*arguments, "--all-assumptions", "--format", "json", capsys=capsys)
    assert json.loads(data)["schema"] == "licenselogic.readings/1"


def test_text_has_no_colours_when_it_is_not_for_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, out, _ = call("check", "--upstream", "gemma:quantized", "--as", "MIT", capsys=capsys)
    assert "\x1b" not in out


@pytest.mark.parametrize(
    "heavy", ["z3", "networkx", "lark", "yaml", "huggingface_hub", "hypothesis"]
)
def test_importing_the_package_and_its_commands_imports_nothing_heavy(heavy: str) -> None:
    code = f"""
import licenselogic, sys
from licenselogic.cli.app import cli
found = [cli.get_command(None, name) for name in cli.list_commands(None)]
sys.exit(None in found or {heavy!r} in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("material", vocabulary().types),
        ("publish", vocabulary().publications),
        ("profile", vocabulary().profiles),
    ],
)
def test_an_option_takes_the_words_of_the_vocabulary(option: str, words: Iterable[str]) -> None:
    """They are written out, so that `--help` reads no file."""
    (found,) = [p for p in cli.get_command(click.Context(cli), "check").params if p.name == option]
    assert isinstance(found.type, click.Choice)
    assert set(found.type.choices) == set(words)
