"""`init` writes the lineage that is judged; `check` takes works by name and tables of one's own."""

from pathlib import Path

import pytest
import yaml
from calls import Call

import licenselogic as ll
from licenselogic.readers.load import load_lineage

CARD = """\
---
license: apache-2.0
base_model: [HuggingFaceH4/zephyr-7b-beta, foo/bar]
datasets: [squad, imagefolder]
---
# Mine

Fine-tuned.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "README.md").write_text(CARD)
    (folder / "NOTICE").write_text("By me")
    return folder


def test_init_writes_what_is_known_and_marks_what_is_not(call: Call, folder: Path) -> None:
    code, out, err = call("init", folder)
    assert (code, err) == (0, "")
    works = {work["id"]: work for work in yaml.safe_load(out)["works"]}
    assert works["mistralai/Mistral-7B-v0.1"]["license"] == "apache-2.0"
    assert works["rajpurkar/squad"]["type"] == "dataset"
    assert "  - id: foo/bar\n    type: model\n    # license: ???\n" in out
    assert "# placeholder: `mine` names `imagefolder`" in out


@pytest.mark.parametrize("texts", [[], ["--texts"]])
def test_what_init_writes_is_judged_alike(
    call: Call, folder: Path, tmp_path: Path, texts: list[str]
) -> None:
    written = tmp_path / "lineage.yaml"
    assert call("init", folder, "-o", written, *texts)[0] == 0
    before, after = load_lineage(folder), load_lineage(written)
    assert set(after.works) == set(before.works)
    assert dict(after.upstream) == dict(before.upstream)
    assert ll.check(after).status == ll.check(before).status
    if texts:
        assert after == before


def test_init_leaves_texts_out_unless_they_are_wanted(call: Call, folder: Path) -> None:
    assert "By me" not in call("init", folder)[1]
    assert "By me" in call("init", folder, "--texts")[1]


def test_init_overwrites_nothing(call: Call, folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "lineage.yaml"
    there.write_text("mine")
    code, _, err = call("init", folder, "-o", there)
    assert code == 2 and "which is left as it is" in err
    assert there.read_text() == "mine"


def test_init_takes_a_well_known_work(call: Call) -> None:
    code, out, _ = call("init", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B")
    assert code == 0
    assert [work["id"] for work in yaml.safe_load(out)["works"]] == [
        "meta-llama/Llama-3.1-8B",
        "deepseek-ai/DeepSeek-R1-Distill-Llama-8B",
    ]


# Works by name


def test_check_takes_a_well_known_work(call: Call) -> None:
    code, out, _ = call("check", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B")
    assert code == 1
    assert "catalogue: `deepseek-ai/DeepSeek-R1-Distill-Llama-8B`" in out


def test_check_of_a_well_known_work_says_if_it_names_no_upstream(call: Call) -> None:
    out = call("check", "mistralai/Mistral-7B-v0.1")[1]
    assert "no-upstream: `mistralai/Mistral-7B-v0.1`" in out


def test_a_work_that_is_not_known_is_an_error_with_near_names(call: Call) -> None:
    code, _, err = call("check", "mistralai/Mistral-7B-v01")
    assert code == 2
    assert "there is no file `mistralai/Mistral-7B-v01`, and no work of that name" in err
    assert "did you mean `mistralai/Mistral-7B-v0.1`" in err


def test_a_file_counts_before_a_name(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mistralai").mkdir()
    file = tmp_path / "mistralai" / "Mistral-7B-v0.1"
    file.write_text('{"works": [{"id": "a/b", "license": "mit"}]}')
    monkeypatch.chdir(tmp_path)
    assert call("check", "mistralai/Mistral-7B-v0.1")[1].startswith("compatible: `a/b`")


@pytest.mark.parametrize("path", ["gone.yaml", "folder/gone.json", "gone"])
def test_a_file_that_is_not_there_is_told_as_such(call: Call, path: str) -> None:
    code, _, err = call("check", path)
    assert code == 2 and "cannot read" in err


def test_an_upstream_may_be_a_well_known_work(call: Call) -> None:
    code, out, _ = call("check", "--upstream", "meta-llama/Llama-2-7b-hf:finetune", "--as", "MIT")
    assert code == 1
    assert "path:     meta-llama/Llama-2-7b-hf --finetune--> derivative" in out
    assert "catalogue: `meta-llama/Llama-2-7b-hf`" in out


def test_upstream_works_and_licences_may_be_mixed(call: Call) -> None:
    code, out, _ = call(
        "check", "--upstream", "gpt2:finetune", "--upstream", "squad:trained_on",
        "--upstream", "MIT:merge", "--as", "Apache-2.0",
    )  # fmt: skip
    assert code == 0
    assert "`openai-community/gpt2`" in out and "`rajpurkar/squad`" in out


def test_a_licence_counts_before_a_work(call: Call, own: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("id,license\nfish/herring,mit\n")
    upstream = ("--upstream", "fish/herring:finetune", "--as", "MIT", "--licenses", own)
    assert call("check", *upstream, "--known", table)[0] == 1


def test_the_catalogue_may_be_left_out(call: Call, folder: Path) -> None:
    assert "`HuggingFaceH4/zephyr-7b-beta` but its name" not in call("check", folder)[1]
    out = call("check", folder, "--no-catalogue")[1]
    assert "`HuggingFaceH4/zephyr-7b-beta` but its name" in out
    assert "catalogue:" not in out
    code, _, err = call("check", "mistralai/Mistral-7B-v0.1", "--no-catalogue")
    assert code == 2 and "no work of that name is known" in err


def test_works_of_ones_own_come_first(call: Call, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("id,license\nfoo/bar,mit\nHuggingFaceH4/zephyr-7b-beta,mit\n")
    code, out, _ = call("check", folder, "--known", table)
    assert code == 0
    assert f"are described by `{table}`" in out


def test_a_mistake_in_a_table_of_ones_own_is_told(call: Call, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("id,license\nno owner,mit\n")
    code, _, err = call("check", folder, "--known", table)
    assert code == 2 and "work 1" in err


def test_many_warnings_of_one_kind_are_counted(call: Call, tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    names = "".join(f"- a/b{n}\n" for n in range(30))
    card.write_text(f"---\nlicense: mit\nbase_model:\n{names}---\n")
    out = call("check", card)[1]
    assert out.count("  inferred-relation: ") == 11
    assert "  inferred-relation: and 20 more (`-v` shows each)\n" in out
    assert call("check", card, "-v")[1].count("  inferred-relation: ") == 30
