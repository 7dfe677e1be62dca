"""`check`: what is given on the command line, and what is refused."""

import json
from pathlib import Path

import pytest
from calls import OWN, Call


def test_a_slip_in_a_licence_of_ones_own_is_told_even_if_it_is_not_used(
    call: Call, own: Path
) -> None:
    own.write_text(OWN.replace("permit use", "permit usse"))
    code, _, err = call("check", "--upstream", "MIT", "--as", "MIT", "--licenses", own)
    assert code == 2
    assert "usse" in err


@pytest.mark.parametrize("review", ["review encoded", ""])
def test_a_verdict_on_clauses_that_nobody_has_checked_says_so(
    call: Call, own: Path, review: str
) -> None:
    own.write_text(OWN.replace("review checked 2026-11-23", review))
    arguments = ("check", "--upstream", "Herring-1.0:finetune", "--as", "Herring-1.0")
    _, out, _ = call(*arguments, "--licenses", own)
    assert "unreviewed: the clauses of `Herring-1.0` have not been checked" in out
    _, out, _ = call("check", "--upstream", "MIT", "--as", "MIT", "--licenses", own)
    assert "unreviewed" not in out


@pytest.mark.parametrize(
    ("value", "condition"), [("700,000,001", "scale-limit"), ("7e8", ""), ("700_000_000", "")]
)
def test_large_numbers_may_be_written_as_people_write_them(
    call: Call, value: str, condition: str
) -> None:
    fact = f"monthly_active_users={value}"
    arguments = ("check", "--upstream", "llama2:finetune", "--as", "llama2", "--fact", fact)
    code, out, _ = call(*arguments)
    assert code == (1 if condition else 0)
    assert condition in out


@pytest.mark.parametrize(
    ("relation", "hint"),
    [
        ("finetun", "did you mean `finetune`?"),
        ("lora", "did you mean `adapter` (an adapter, such as LoRA, trained for a model)?"),
        ("linked", "did you mean `combine` ("),
        ("zzz", "one of: finetune, "),
    ],
)
def test_a_relation_is_found_by_its_spelling_or_by_its_meaning(
    call: Call, relation: str, hint: str
) -> None:
    code, _, err = call("check", "--upstream", f"MIT:{relation}", "--as", "MIT")
    assert code == 2
    assert hint in err


def test_a_licence_of_ones_own_that_permits_nothing_is_refused(call: Call, own: Path) -> None:
    """As an outbound licence it would grant nothing, and so take nothing from anybody."""
    own.write_text('license "Empty-1.0" { title "E" covers any text "u" }')
    arguments = ("check", "--upstream", "MIT", "--as", "Empty-1.0", "--licenses", own)
    code, _, err = call(*arguments)
    assert code == 2
    assert "`Empty-1.0`" in err and "permits nothing" in err


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ("commercial=[", "`commercial` is true or false, not text"),
        ("commercial=!!python/object/new:os.system [id]", "is true or false, not text"),
        ("commercial=!!binary //", "is true or false, not text"),
        ("commercial=&a true", "is true or false, not text"),
        ("field=*a", "`*a` is not a value of `field`"),
        ("date=2024-13-45", "the value of `date=2024-13-45` is no number, date, word or"),
        ("date=0000-00-00", "the value of `date=0000-00-00` is no number, date, word or"),
        ("monthly_active_users=" + 5000 * "9", "is no number, date, word or truth value"),
        ("monthly_active_users=0x" + 5000 * "f", "is no number, date, word or truth value"),
        ("monthly_active_users=-1", "is a whole number that is not negative, not -1"),
        ("monthly_active_users=.inf", "is a whole number that is not negative, not inf"),
        ("commercial=\x1b[31mtrue", "is true or false, not text"),
        ("\x1b[31m=true", r"no fact is called `\x1b[31m`"),
        ("=true", "no fact is called ``"),
        ("\udcff=true", r"no fact is called `\udcff`"),
    ],
    ids=lambda value: ascii(value[:30]),
)
def test_a_fact_that_is_no_value_is_refused(call: Call, fact: str, message: str) -> None:
    arguments = ("check", "--upstream", "MIT", "--as", "MIT", "--fact", fact)
    code, _, err = call(*arguments)
    assert code == 2
    assert err.startswith("error[") and message in err
    assert "\x1b" not in err and len(err) < 1000


@pytest.mark.parametrize(
    "twice", [["--fact", "commercial=false", "--fact", "commercial=true"],
              ["--assume", "training_is_adaptation=yes", "--assume", "training_is_adaptation=no"]],
    ids=["fact", "reading"],
)  # fmt: skip
def test_what_is_stated_twice_is_refused(call: Call, twice: list[str]) -> None:
    code, _, err = call("check", "--upstream", "MIT", "--as", "MIT", *twice)
    assert code == 2
    assert "is stated twice" in err


@pytest.mark.parametrize("upstream", ["", ":combine", "MIT:"])
def test_half_an_upstream_is_refused(call: Call, upstream: str) -> None:
    code, _, err = call("check", "--upstream", upstream, "--as", "MIT")
    assert code == 2
    assert "is not of the form LICENSE or LICENSE:RELATION" in err


def test_readings_of_one_name_do_not_clash_with_each_other(call: Call) -> None:
    """What `gpl` may mean is one of several licences, and never two at once."""
    _, out, _ = call("check", "--upstream", "gpl:combine", "--as", "MIT", "--format", "json")
    found = json.loads(out)
    assert found["status"] == "incompatible"
    named = {tuple({c["license"] for c in e["clauses"]}) for e in found["counterexamples"]}
    assert len(set().union(*named)) == 1


def test_clauses_show_the_words_of_the_text_where_it_is_at_hand(
    call: Call, own: Path, tmp_path: Path
) -> None:
    own.write_text(OWN.replace('passage "You may"', 'passage "You may" .. "fish."'))
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "herring-1.0.txt").write_text("You may do all  with the fish. You must name it.")
    arguments = ("check", "--upstream", "Herring-1.0:finetune", "--as", "MIT", "--licenses", own)
    _, out, _ = call(*arguments, "--texts", texts)
    assert '  text:     "You may do all with the fish."\n' in out
    _, out, _ = call(*arguments, "--texts", texts, "--format", "json")
    (first, *_) = json.loads(out)["counterexamples"]
    assert first["clauses"][0]["words"] == "You may do all with the fish."
    assert first["clauses"][0]["passages"] == [{"first": "You may", "last": "fish."}]


def test_every_work_of_a_lineage_has_its_own_verdict(call: Call) -> None:
    code, out, err = call("check", "examples/caught/relabelled-llama-3.yaml", "--all")
    assert (code, err) == (1, "")
    assert out.startswith("3 works: 1 compatible, 2 incompatible\n")
    assert "inherited from Tijmen2/cosmosage-v3: use-restriction [llama3 1.b.iv]" in out
    assert "correct it: offer it under `llama3`" in out
    data = call("check", "examples/caught/relabelled-llama-3.yaml", "--all", "--format", "json")[1]
    assert json.loads(data)["schema"] == "licenselogic.survey/1"


@pytest.mark.parametrize("option", [("--as", "MIT"), ("--all-assumptions",)])
def test_every_work_is_judged_under_its_own_licence(call: Call, option: tuple[str, ...]) -> None:
    code, out, err = call("check", "examples/caught/relabelled-llama-3.yaml", "--all", *option)
    assert (code, out) == (2, "") and "under its own licence" in err


@pytest.mark.parametrize(
    ("type", "status"), [("dataset", "compatible"), ("software", "compatible")]
)
def test_what_a_model_generated_is_made_from_the_model(call: Call, type: str, status: str) -> None:
    _, out, err = call("check", "--upstream", "llama3:generated_by", "--as", "MIT", "--type", type)
    assert out.startswith(f"{status}: ") and err == ""
