"""Clumsy input, as people type it: one message that says what to do, and the right exit code.

Each case is a command with its output below; `pytest --reset` rewrites the outputs.
"""

import io
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from calls import Call

FOLDER = Path(__file__).parent / "clumsy"
GOLDEN = Path(__file__).parents[1] / "golden" / "clumsy.txt"
TEXT = (FOLDER / "ok.yaml").read_text("utf-8")

MADE: dict[str, bytes] = {
    "bin.yaml": bytes(range(256)) * 40,
    "empty.yaml": b"",
    "latin.yaml": TEXT.replace("cosmosage", "cosmos\u00e9").encode("latin-1"),
    "crlf.yaml": TEXT.replace("\n", "\r\n").encode(),
    "bom.yaml": b"\xef\xbb\xbf" + TEXT.encode(),
    "adapter_config.json": b'{"base_model_name_or_path": "a/b"}',
    "mergekit_config.yml": b"name: a\nmodels: [{model: a/b}]\n---\nmodels: [{model: a}]\n",
    "lora.json": b'{"peft_type": "LORA", "base_model_name_or_path": "a/b"}',
    "ok.json": b'{"works": [{"id": "me/x", "license": "mit"}]}',
}
"""Files that an editor or a tool would change, or that cannot be seen."""

CASES = [
    "check nope.yaml",
    "check emptydir",
    "check bin.yaml",
    "check empty.yaml",
    "check lictypo.yaml",
    "check ok.yaml --as apach-2.0",
    "check --upstream lama3:finetune --as MIT",
    "check reltypo.yaml",
    "check --upstream llama3:fine-tune --as MIT",
    "check keytypo.yaml",
    "check keyswap.yaml",
    "check tab.yaml",
    "check dup.yaml",
    "check cycle.yaml",
    "check ok.yaml --licence MIT",
    "chekc ok.yaml",
    "check -",
    "check",
    "check latin.yaml",
    "check crlf.yaml -q",
    "check bom.yaml -q",
    "check ok.json -q",
    "check list.json",
    "check trail.json",
    "check https://huggingface.co/meta-llama/Llama-3.1-8B",
    "check https://example.org/card.md",
    "check meta-llama/Llama-3.1-8B -q",
    "check someone/never-heard-of-it",
    "check hf.co/meta-llama/Llama-3.1-8B",
    "check https://huggingface.co/datasets/squad",
    "check adapter_config.json",
    "check mergekit_config.yml",
    "check lora.json",
    "check nofm.md",
    "check badfm.md",
    "check lictypo.md",
    "check ok.yaml cosmosage",
    "check ok.yaml --upstream mit --as mit",
    "check ok.yaml --hub a/b",
    "check --as MIT",
    "check --upstream MIT/Apache-2.0:finetune --as MIT",
    "check ok.yaml --as ''",
    "check --upstream MIT",
    "check ok.yaml --publish sell --fact commercial=false",
    "check ok.yaml --fact comercial=false",
    "check ok.yaml --fact commercial",
    "check ok.yaml --fact commercial=maybe",
    "check ok.yaml --assume training_is_adaption=true",
    "check ok.yaml --assume training_is_adaptation",
    "check dangling.yaml",
    "check fromstr.yaml",
    "check fromlist.yaml",
    "check liclist.yaml",
    "check typecase.yaml",
    "check orlower.yaml -q",
    "check slash.yaml",
    "check comma.yaml",
    "check badexpr.yaml",
    "check human.yaml a -q",
    "check human.yaml b -q",
    "check human.yaml c -q",
    "check huge.yaml",
    "check ok.yaml --as MIT --as llama3",
    "check ok.yaml --type dataset",
    "check MIT",
    "show lama3",
    "show MIT Apache-2.0",
    "show APACHE-2.0",
    "show MIT AND Apache-2.0",
    "show 'MIT AND Apache-2.0'",
    "diff MIT",
    "diff MIT Apach-2.0",
    "list --permits comercial",
    "list --covers models",
    "list llama3",
    "list lamma3",
    "list llama3 gemma",
    "diff 'MIT AND ISC' ISC",
    "explain lisence-mismatch",
    "explain MIT",
    "lint nope.lic",
    "lint ok.yaml",
    "fmt",
    "check ok.yaml --texts nope",
    "check ok.yaml --licenses nope.lic",
    "check ok.yaml --licenses ok.yaml",
    "check ok.yaml --rlimit 1 -q",
    "check nowhere/none",
    "check ok.yaml -q -v",
    "check ok.yaml --fail-on warning",
    "check ok.yaml -o ok.yaml",
    "check ok.yaml --all --as MIT",
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of all cases."""
    folder = tmp_path / "here"
    shutil.copytree(FOLDER, folder)
    for name, content in MADE.items():
        (folder / name).write_bytes(content)
    (folder / "emptydir").mkdir()
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(84 * 2**20)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "stdin", io.StringIO(TEXT))
    return folder


def expected() -> dict[str, str]:
    """Return what each command prints, as the golden file has it."""
    parts = GOLDEN.read_text("utf-8").split("\n$ licenselogic")[1:] if GOLDEN.exists() else []
    return {part.partition("\n")[0].strip(): part.partition("\n")[2] for part in parts}


@pytest.mark.parametrize("command", CASES)
def test_a_slip_gets_one_message_that_says_what_to_do(
    call: Call, command: str, request: pytest.FixtureRequest
) -> None:
    code, out, err = call(*shlex.split(command))
    assert "Traceback" not in err and "internal error" not in err
    shown = f"(exit {code})\n{out}{err}".rstrip("\n") + "\n"
    if request.config.getoption("--reset"):
        told = {name: text for name, text in expected().items() if name in CASES}
        told[command] = shown
        GOLDEN.write_text(
            "".join(f"\n$ licenselogic {name}\n{told[name]}" for name in CASES if name in told),
            "utf-8",
        )
        return
    assert shown == expected()[command].rstrip("\n") + "\n"
    if code == 2 and "Usage:" not in err:
        assert "= help:" in err or err.startswith("Error")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("", "Commands:"),
        ("schema", "verdict"),
        ("check ok.yaml --format yaml", "'sarif'"),
        ("check ok.yaml --profile paranoid", "'strict'"),
        ("vocabulary word", "one of: statuses, acts, duties"),
        ("vocabulary duty", "did you mean `duties`?"),
        ("list --family foo", "such as abstyles, afl"),
    ],
)
def test_a_word_that_there_is_not_gets_the_words_that_there_are(
    call: Call, command: str, said: str
) -> None:
    code, out, err = call(*shlex.split(command))
    assert (code, said in out + err) == (2, True)
