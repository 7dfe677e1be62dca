"""What draws on a terminal does not reach it from names, titles, summaries, paths or arguments."""

import json
from pathlib import Path

import pytest
from calls import OWN, Call

EVIL = "\x1b[2Jevil\x07\x9b31m\x7f\u202e"
"""Clears the screen, rings, colours, deletes, and turns the direction of what follows."""

LINE = "a\ncompatible: `b` may be offered"
"""Would draw a line of its own."""


def is_clean(text: str) -> bool:
    return all(line.isprintable() for line in text.splitlines())


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A clause file whose texts hold what draws, in every statement that has one."""
    texts = {"Herring License 1.0": f"T {EVIL}", "Everything but trade.": f"S {EVIL}",
             "You may": f"P {EVIL}", '"Herring"': f'"N {EVIL}"', "fish/herring": f"fish/{EVIL}",
             "https://example.org/herring": f"https://{EVIL}",
             'clause "2"': f'clause "2 {EVIL}"'}  # fmt: skip
    content = OWN
    for old, new in texts.items():
        assert old in content
        content = content.replace(old, new)
    path = tmp_path / "evil.lic"
    path.write_text(content)
    return path


@pytest.mark.parametrize(
    "command",
    [
        "show Herring-1.0",
        "show Herring-1.0 --source",
        "show Herring-1.0 --format json",
        "list --family herring",
        "list --family herring --format json",
        "diff Herring-1.0 MIT",
        "diff MIT Herring-1.0 --format json",
        "check --upstream Herring-1.0:finetune --as Herring-1.0",
        "check --upstream Herring-1.0:finetune --as MIT -v",
        "check --upstream Herring-1.0:finetune --as MIT --format json",
    ],
)
def test_texts_of_a_licence_cannot_draw(call: Call, evil: Path, command: str) -> None:
    code, out, err = call(*command.split(), "--licenses", evil)
    assert code != 2 and err == ""
    assert "evil" in out and is_clean(out)


def test_texts_of_a_licence_cannot_draw_in_findings(call: Call, evil: Path, tmp_path: Path) -> None:
    (tmp_path / "Herring-1.0.txt").write_text("another text")
    code, out, _ = call("lint", evil, "--texts", tmp_path)
    assert code == 1
    assert "evil" in out and is_clean(out)


def test_the_words_of_a_text_cannot_draw(call: Call, own: Path, tmp_path: Path) -> None:
    (tmp_path / "Herring-1.0.txt").write_text(f"{EVIL} You may do {EVIL}. You must {EVIL} say so.")
    own.write_text(OWN.replace('"You must"', '"You must" .. "say so."'))
    _, out, _ = call("show", "Herring-1.0", "--licenses", own, "--texts", tmp_path)
    assert "evil" in out and is_clean(out)


@pytest.mark.parametrize("name", [EVIL, LINE, "\ud800", "a\tb\rc"], ids=ascii)
@pytest.mark.parametrize("form", ["text", "json"])
def test_names_of_works_cannot_draw(call: Call, tmp_path: Path, name: str, form: str) -> None:
    """Some names are refused, and others shown; either way nothing but characters comes out."""
    works = [
        {"id": f"meta-llama/{name}", "type": "model", "license": "llama3"},
        {"id": f"me/{name}", "type": "model", "license": f"MIT OR {name}", "evidence": {
            "files": [name], "text": name, "name": name},
         "from": [{"work": f"meta-llama/{name}", "by": "finetune"}]},
    ]  # fmt: skip
    path = tmp_path / "lineage.json"
    for target in (works, [works[0], {**works[1], "license": "mit"}]):
        path.write_text(json.dumps({"works": target}))
        _, out, err = call("check", path, "--format", form)
        assert out + err and is_clean(out) and is_clean(err)
        assert "\ncompatible" not in out + err


@pytest.mark.parametrize("name", ["\x1b[31mevil", "evil\nerror: b", "evil\x9b"], ids=ascii)
@pytest.mark.parametrize("command", ["fmt", "fmt --check", "lint", "check"])
def test_names_of_files_cannot_draw(call: Call, tmp_path: Path, name: str, command: str) -> None:
    path = tmp_path / f"{name}.lic"
    path.write_text(OWN.replace("  ", " "))
    shown = [call(*command.split(), path), call(*command.split(), f"{path}.absent")]
    for _, out, err in shown:
        assert is_clean(out) and is_clean(err)
    assert "evil" in "".join(out + err for _, out, err in shown)


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", EVIL],
        ["diff", "MIT", EVIL],
        ["explain", EVIL],
        ["vocabulary", EVIL],
        ["list", "--family", EVIL],
        ["list", "--permits", EVIL],
        ["check", EVIL],
        ["check", "--upstream", EVIL, "--as", "MIT"],
        ["check", "--upstream", f"MIT:{EVIL}", "--as", "MIT"],
        ["check", "--upstream", "MIT", "--as", EVIL],
        ["check", "--upstream", "MIT", "--as", "MIT", "--fact", EVIL],
        ["check", "--upstream", "MIT", "--as", "MIT", "--assume", EVIL],
        ["check", "--upstream", "MIT", "--as", "MIT", "--profile", EVIL],
        ["check", "--upstream", "MIT", "--as", "MIT", "--licenses", EVIL],
        ["check", "--upstream", "MIT", "--as", "MIT", "--texts", EVIL],
        ["check", "--upstream", "MIT", "--as", "MIT", f"--{EVIL}"],
        ["schema", EVIL],
        [EVIL],
    ],
    ids=lambda arguments: " ".join(arguments).replace(EVIL, "EVIL"),
)
def test_arguments_cannot_draw(call: Call, arguments: list[str]) -> None:
    _, out, err = call(*arguments)
    assert out + err and is_clean(out) and is_clean(err)
