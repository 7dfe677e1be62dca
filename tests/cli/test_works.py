"""`works`: rows of the catalogue, counts, near spellings, and new tables."""

import json
from pathlib import Path

from calls import Call


def test_works_shows_a_row(call: Call) -> None:
    code, out, err = call("works", "mistralai/mistral-7b-v0.1")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "mistralai/Mistral-7B-v0.1  model",
        "  licence    apache-2.0",
        "  as of      2024-07-09",
        "  source     Hub listing",
    ]


def test_works_shows_what_a_work_was_made_from(call: Call) -> None:
    _, out, _ = call("works", "deepseek-ai/DeepSeek-R1-Distill-Llama-8B")
    assert "  made from  meta-llama/Llama-3.1-8B by finetune\n" in out
    assert "  note       contradictory: " in out


def test_works_finds_early_names(call: Call) -> None:
    assert call("works", "gpt2")[1].startswith("openai-community/gpt2  model\n")
    assert call("works", "squad")[1].startswith("rajpurkar/squad  dataset\n")


def test_works_gives_rows_as_json(call: Call) -> None:
    _, out, _ = call("works", "gpt2", "--format", "json")
    (row,) = json.loads(out)
    assert (row["id"], row["licenses"], row["date"]) == (
        "openai-community/gpt2",
        ["mit"],
        "2024-07-09",
    )


def test_a_work_that_is_not_there_is_an_error_with_near_spellings(call: Call) -> None:
    code, out, err = call("works", "mistralai/Mistral-7B-v01")
    assert (code, out) == (2, "")
    assert "error[unknown-work]: the catalogue has no work called" in err
    assert "did you mean `mistralai/Mistral-7B-v0.1`" in err


def test_works_counts(call: Call) -> None:
    code, out, _ = call("works")
    assert code == 0
    data = json.loads(call("works", "--format", "json")[1])
    assert data["works"]["model"] > 4_000 and data["works"]["dataset"] > 1_500
    assert out.startswith(f"{sum(data['works'].values()):,} works: ")


def test_a_table_of_ones_own_comes_first(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("id,license\nopenai-community/gpt2,llama2\nme/x,mit\n")
    assert "  licence    llama2\n" in call("works", "gpt2", "--known", path)[1]
    assert call("works", "me/x", "--known", path)[1] == "me/x  model\n  licence    mit\n"


def test_works_builds_a_table_that_can_be_given_back(call: Call, tmp_path: Path) -> None:
    listing = tmp_path / "models.jsonl"
    users = [{"id": f"u/{n}", "tags": ["base_model:me/x"]} for n in range(3)]
    records = [{"id": "me/x", "tags": ["license:mit"]}, *users]
    listing.write_text("".join(json.dumps(record) + "\n" for record in records))
    target = tmp_path / "new.tsv"
    code, out, err = call("works", "--build", target, "--models", listing, "--date", "2026-01")
    assert (code, out, err) == (0, f"1 works in {target}\n", "")
    assert "  as of      2026-01\n" in call("works", "me/x", "--known", target)[1]


def test_building_wants_models_and_a_date(call: Call, tmp_path: Path) -> None:
    code, _, err = call("works", "--build", tmp_path / "new.tsv", "--date", "2026-01")
    assert code == 2 and "--build wants --models and --date" in err
    listing = tmp_path / "models.jsonl"
    listing.write_text("")
    code, _, err = call("works", "--build", tmp_path / "new.tsv", "--models", listing)
    assert code == 2 and "--build wants --models and --date" in err


def test_a_folder_that_is_not_there_is_an_error(call: Call, tmp_path: Path) -> None:
    listing = tmp_path / "models.jsonl"
    listing.write_text("")
    target = tmp_path / "gone" / "new.tsv"
    code, _, err = call("works", "--build", target, "--models", listing, "--date", "2026")
    assert code == 2 and "cannot write" in err
