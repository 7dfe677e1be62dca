"""Folders and saved responses."""

import json

import pytest
from reading import CARD, LIBRARY, RESPONSES, SNAPSHOT, codes, edges, error_of

from licenselogic.base.codes import Code
from licenselogic.readers.folder import from_folder
from licenselogic.readers.load import load_lineage


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "my-model"
    path.mkdir()
    return path


def test_a_card_file_is_called_like_its_folder(folder):
    (folder / "README.md").write_text(CARD)
    assert load_lineage(folder / "README.md").target() == "my-model"


def test_a_saved_response_is_recognised(tmp_path):
    path = tmp_path / "response.json"
    path.write_text(json.dumps(RESPONSES["4bit/Redmond-Puffin-13B"]))
    assert load_lineage(path).works["4bit/Redmond-Puffin-13B"].license == "mit"


def test_a_folder_gives_card_files_and_configuration(folder):
    (folder / "README.md").write_text(CARD.replace("tags: gguf", ""))
    (folder / "LICENSE").write_text("MIT")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("")
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "a/b"}')
    lineage = load_lineage(folder)
    assert edges(lineage, "my-model") == [("a/b", "adapter", False), ("c/d", "trained_on", False)]
    evidence = lineage.works["my-model"].evidence
    assert evidence.files == ("LICENSE", "README.md", "adapter_config.json")


def test_a_folder_with_a_lineage_file_is_described_by_that(folder):
    (folder / "README.md").write_text(CARD)
    (folder / "lineage.yaml").write_text("works: [{id: me/x, license: llama3}]")
    assert load_lineage(folder).works["me/x"].license == "llama3"
    (folder / "other.lineage.json").write_text('{"works": []}')
    error = error_of(load_lineage, folder)
    assert "2 lineage files" in error.message and "lineage.yaml" in error.help


def test_the_texts_of_licences_and_notices_are_evidence(folder):
    (folder / "README.md").write_text(CARD)
    for inner in ("parts", "LICENSES", "license"):
        (folder / inner).mkdir()
    legal = ("LICENSE", "parts/NOTICE.txt", "COPYING", "LICENSES/MIT.txt", "license/deed.txt")
    for name in (*legal, "license.py", "LICENSES/list.json", "other.txt"):
        (folder / name).write_text(f"This is {name}")
    (folder / "LICENSE-big").write_text("x" * (2**20 + 1))
    (folder / "NOTICE-odd").write_bytes(b"\xff\xfe")
    evidence = load_lineage(folder).works["my-model"].evidence
    assert evidence.contents == (
        ("COPYING", "This is COPYING"),
        ("LICENSE", "This is LICENSE"),
        ("LICENSES/MIT.txt", "This is LICENSES/MIT.txt"),
        ("license/deed.txt", "This is license/deed.txt"),
        ("parts/NOTICE.txt", "This is parts/NOTICE.txt"),
    )
    assert {"LICENSE-big", "NOTICE-odd", "license.py"} <= set(evidence.files)


def test_a_merge_configuration_names_its_models(folder):
    (folder / "mergekit_config.yml").write_text(
        "models:\n- model: a/b\n- model: {model: {path: c/d}}\n- model: e/f+g/h\n"
        "slices:\n- sources:\n  - {model: i/j@main, layer_range: [0, 8]}\n"
        "base_model: gpt2\nmerge_method: slerp\n"
    )
    found = edges(from_folder(folder, "me/x"))
    names = ["a/b", "c/d", "e/f", "g/h", "i/j", "openai-community/gpt2"]
    assert sorted(found) == [(name, "merge", False) for name in names]


def test_a_card_without_header_does_not_hide_the_configuration(folder):
    (folder / "README.md").write_text("# My model")
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "./local"}')
    lineage = from_folder(folder)
    assert edges(lineage, "my-model") == [("./local", "adapter", False)]
    assert lineage.works["./local"].owner is None


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, Code.UNSUPPORTED_CARD),
        ({"config.json": "{}"}, Code.UNSUPPORTED_CARD),
        ({"adapter_config.json": "{"}, Code.BAD_LINEAGE),
        ({"mergekit_config.yml": "["}, Code.BAD_LINEAGE),
        ({"README.md": "---\nlicense: [\n---\n"}, Code.BAD_LINEAGE),
    ],
)
def test_a_folder_that_says_nothing_is_an_error(folder, files, code):
    for name, content in files.items():
        (folder / name).write_text(content)
    assert error_of(from_folder, folder).code is code


def test_the_card_is_read_in_a_folder_of_very_many_files(folder):
    for number in range(5010):
        (folder / f"A{number:05}").touch()
    (folder / "README.md").write_text("---\nlicense: mit\nbase_model: a/b\n---\n")
    found = from_folder(folder, "me/x", catalogue=False, library=LIBRARY)
    assert [edge.work for edge in found.upstream["me/x"]] == ["a/b"]
    assert Code.UNREAD_FIELD in codes(found)


def test_a_second_card_is_told(folder):
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    (folder / "readme.md").write_text("---\nlicense: mit\n---\n")
    found = from_folder(folder, "me/x", catalogue=False, library=LIBRARY)
    same = (folder / "readme.md").samefile(folder / "README.md")
    assert (Code.UNREAD_FIELD in codes(found)) is not same


# Licence files that are named after a part -------------------------------------------------------

TEXTS = SNAPSHOT.parents[1] / "license-texts"

needs_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the licence texts are not at hand")


def with_files(folder, card, **files):
    """The lineage of a folder with a card and licence files; a licence stands for its text."""
    (folder / "README.md").write_text(f"---\n{card}\n---\nA model.\n")
    for name, license in files.items():
        text = TEXTS / f"{license}.txt"
        words = text.read_text(encoding="utf-8") if text.is_file() else license
        (folder / name.replace("_", "-", 1)).write_text(words, encoding="utf-8")
    return load_lineage(folder)


@needs_texts
@pytest.mark.parametrize(
    ("card", "file", "license"),
    [
        ("license: mit", "LICENSE_MODEL", "mit AND deepseek-la-1.0"),
        ("license: mit", "MODEL_LICENSE", "mit AND deepseek-la-1.0"),
        ("license: other", "LICENSE_WEIGHTS", "deepseek-la-1.0"),
        ("tags: [x]", "LICENSE_MODEL", "deepseek-la-1.0"),
        ("license: deepseek-la-1.0", "LICENSE_MODEL", "deepseek-la-1.0"),
    ],
)
def test_the_licence_file_of_the_model_binds_beside_its_card(folder, card, file, license):
    lineage = with_files(folder, card, **{file: "deepseek-la-1.0"})
    assert lineage.works["my-model"].license == license
    told = Code.CONTRADICTORY_FACTS in codes(lineage)
    assert told == ("deepseek" not in card)


@needs_texts
def test_the_licence_files_of_other_parts_are_told_and_set_aside(folder):
    files = {"LICENSE_CODE": "MIT", "LICENSE_DATA": "CC-BY-4.0"}
    lineage = with_files(folder, "license: llama3.1", **files)
    assert lineage.works["my-model"].license == "llama3.1"
    told = [f.message for f in lineage.findings if f.code is Code.UNREAD_FIELD]
    assert len(told) == 2
    assert "`LICENSE-CODE`" in told[0] and "`MIT`" in told[0] and "`parts`" in told[0]


def test_a_licence_file_of_the_model_whose_text_nobody_knows_is_told(folder):
    lineage = with_files(folder, "license: mit", LICENSE_MODEL="Ask the captain.")
    assert lineage.works["my-model"].license == "mit"
    (told,) = (f.message for f in lineage.findings if f.code is Code.UNREAD_FIELD)
    assert "`LICENSE-MODEL`" in told and "of no text that is known" in told


def test_files_that_are_named_after_nothing_say_nothing(folder):
    files = {"LICENSE": "x", "LICENSE_MIT": "x", "LICENSE_third": "x", "src-code": "x"}
    assert Code.UNREAD_FIELD not in codes(with_files(folder, "license: mit", **files))
