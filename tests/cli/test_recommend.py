"""`recommend` lists what a work may carry; `check` does so for a work without a licence."""

import json
from pathlib import Path

import pytest
from calls import Call

APACHE = ("--upstream", "Apache-2.0:finetune", "--type", "model")


def test_the_best_licence_comes_first_with_its_price(call: Call) -> None:
    code, out, err = call("recommend", *APACHE)
    assert (code, err) == (0, "")
    assert out.startswith("`derivative` may carry Apache-2.0 and ")
    assert "include-notice" in out and "license: apache-2.0" in out


def test_json_is_the_whole_list(call: Call) -> None:
    code, out, _ = call("recommend", *APACHE, "--format", "json")
    data = json.loads(out)
    assert code == 0 and data["schema"] == "licenselogic.recommendation/1"
    assert len(data["candidates"]) > 100


@pytest.mark.parametrize(
    ("upstream", "code"), [("llama2:finetune", 0), ("other:finetune", 3), ("nobody:finetune", 2)]
)
def test_exit_codes_are_those_of_check(call: Call, upstream: str, code: int) -> None:
    assert call("recommend", "--upstream", upstream)[0] == code


def test_a_clash_is_shown_with_its_clause_and_scenario(call: Call) -> None:
    code, out, _ = call("recommend", "--upstream", "gpl-3.0:merge", "--upstream", "llama3:merge",
                        "--type", "model")  # fmt: skip
    assert code == 1
    assert "no licence can ever do" in out and "llama3 1.b.v" in out and "scenario:" in out


def test_goals_may_be_listed_or_repeated(call: Call) -> None:
    listed = call("recommend", *APACHE, "--want", "commercial,relicense")
    assert listed == call("recommend", *APACHE, "--want", "commercial", "--want", "relicense")


def test_a_policy_without_a_way_says_what_to_do(call: Call, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('allowed = ["GPL-2.0-only"]\n')
    code, out, _ = call("recommend", "--upstream", "llama2:finetune", "--policy", policy)
    assert code == 1 and "none is what you want" in out and "drop a goal" in out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--want", "comercial"), "did you mean `commercial`?"),
        (("--policy", "nowhere.toml"), "nowhere.toml"),
        (("--as", "MIT"), "--as"),
    ],
)
def test_slips_are_told(call: Call, options: tuple[str, ...], told: str) -> None:
    code, out, err = call("recommend", *APACHE, *options)
    assert (code, out) == (2, "") and told in err


def test_check_names_candidates_for_a_work_without_a_licence(call: Call) -> None:
    code, out, _ = call("check", *APACHE)
    assert code == 3
    assert "it may carry `Apache-2.0`, " in out and "more (`licenselogic recommend`)" in out
    data = json.loads(call("check", *APACHE, "--format", "json")[1])
    assert data["status"] == "unknown" and data["suggestions"][0] == "Apache-2.0"


def test_a_licence_is_written_that_check_then_takes(call: Call, tmp_path: Path) -> None:
    upstream = ("--upstream", "CC-BY-NC-4.0:merge", "--upstream", "llama3.1:merge")
    file = tmp_path / "Mine-1.0.lic"
    code, out, err = call("recommend", *upstream, "--export", file)
    assert (code, err) == (0, "") and "written" in out
    assert call("lint", file)[0] == 0
    assert call("check", *upstream, "--as", "Mine-1.0", "--licenses", file)[0] == 0
    code, _, err = call("recommend", *upstream, "--export", file)
    assert code == 2 and "left as it is" in err


def test_no_licence_is_written_where_none_can_be(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "Mine-1.0.lic"
    code, out, _ = call("recommend", "--upstream", "gpl-3.0:merge", "--export", file)
    assert code == 1 and "no licence was written" in out and not file.exists()
