"""`report` writes a page about a work, `show --format html` one about a licence."""

from pathlib import Path

import pytest
from calls import Call

CAUGHT = Path(__file__).parents[2] / "examples" / "caught" / "relabelled-llama-3.yaml"


def test_a_page_goes_into_a_file_and_the_exit_code_is_that_of_check(
    call: Call, tmp_path: Path
) -> None:
    target = tmp_path / "report.html"
    assert call("report", CAUGHT, "-o", target) == (1, "", "")
    page = target.read_text()
    assert page.startswith("<!doctype html>")
    assert "incompatible: mradermacher/cosmosage-v3-GGUF" in page
    assert call("report", CAUGHT, "--as", "llama3", "-o", target)[0] == 0
    assert "compatible: mradermacher/cosmosage-v3-GGUF" in target.read_text()


def test_a_page_is_the_same_each_time(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = call("report", "--upstream", "gemma:quantized", "--as", "MIT")
    assert first == call("report", "--upstream", "gemma:quantized", "--as", "MIT")
    assert "2023-11-14" in first[1]


def test_a_page_shows_the_words_of_texts_at_hand(call: Call, tmp_path: Path) -> None:
    words = "Permission is hereby granted, free of charge, to any person"
    (tmp_path / "MIT.txt").write_text(words)
    code, out, err = call("show", "MIT", "--format", "html", "--texts", tmp_path)
    assert (code, err) == (0, "")
    assert "<title>MIT: " in out


def test_check_writes_the_same_page(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    told = "incompatible: `mradermacher/cosmosage-v3-GGUF` may not be offered under MIT\n"
    assert call("check", CAUGHT, "--format", "html", "-o", target) == (1, told, "")
    assert target.read_text() == call("report", CAUGHT)[1]
    two = call("check", CAUGHT, "--format", "html", "--as", "MIT", "--as", "llama3")
    assert two[0] == 2 and "one --as" in two[2]
    assert "about one work" in call("check", CAUGHT, "--format", "html", "--all")[2]


def test_mistakes_have_an_answer(call: Call) -> None:
    assert "no clauses" in call("show", "openrail", "--format", "html")[2]
    assert "--compatible" in call("show", "MIT", "--compatible", "--format", "html")[2]
    assert call("report", "no/such-work-anywhere")[0] == 2


def test_a_page_about_a_folder_is_about_the_one_input_in_it(call: Call, tmp_path: Path) -> None:
    text = "works: [{id: me/a, license: mit, type: software}]\n"
    (tmp_path / "a.lineage.yaml").write_text(text, "utf-8")
    assert call("check", tmp_path, "--format", "html")[0] == 0
    (tmp_path / "b.lineage.yaml").write_text(text, "utf-8")
    code, _, err = call("check", tmp_path, "--format", "html")
    assert (code, "holds 2 inputs" in err, "a.lineage.yaml" in err) == (2, True, True)
