"""Settings of a project: where they are found, what they change, and what is refused."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from licenselogic.base.schemas import read_schema
from licenselogic.cli.app import run

LINEAGE = """\
works:
  - {id: a/base, license: llama2}
  - {id: b/data, type: dataset, license: cc-by-nc-4.0}
  - id: me/bad
    license: mit
    from:
      - {work: a/base, by: finetune}
      - {work: b/data, by: trained_on}
"""
GOOD = "works:\n  - {id: me/good, type: software, license: apache-2.0}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two lineages, on a day of our own."""
    (tmp_path / "lineage.yaml").write_text(LINEAGE)
    (tmp_path / "good.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795867200")  # 2026-11-28
    return tmp_path


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Any:
    def called(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return called


def verdict(call: Any, *arguments: str) -> dict[str, Any]:
    _, out, _ = call("check", "--format", "json", *arguments)
    data: dict[str, Any] = json.loads(out)
    jsonschema_rs.Draft202012Validator(read_schema("verdict")).validate(data)
    return data


def test_settings_are_found_in_either_file_here_or_above(
    call: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verdict(call, "good.yaml")["profile"] == "default"
    (here / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert verdict(call, "good.yaml")["profile"] == "default"
    (here / "pyproject.toml").write_text('[tool.licenselogic]\nprofile = "lenient"\n')
    assert verdict(call, "good.yaml")["profile"] == "lenient"
    (here / "licenselogic.toml").write_text('profile = "strict"\n')
    assert verdict(call, "good.yaml")["profile"] == "strict"
    (here / "inner" / "most").mkdir(parents=True)
    monkeypatch.chdir(here / "inner" / "most")
    assert verdict(call, "../../good.yaml")["profile"] == "strict"
    (here / "inner" / ".git").mkdir()
    assert verdict(call, "../../good.yaml")["profile"] == "default"


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\nlicenselogic = {profile = "lenient"}\n',
        'tool = {licenselogic = {profile = "lenient"}}\n',
        '[tool]\nlicenselogic.profile = "lenient"\n',
        '["tool" . "licenselogic"]\nprofile = "lenient"\n',
    ],
)
def test_settings_are_found_however_the_table_is_written(call: Any, here: Path, text: str) -> None:
    (here / "pyproject.toml").write_text(text)
    assert verdict(call, "good.yaml")["profile"] == "lenient"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[project]\ndependencies = ["licenselogic"]\n', 0),
        ("tool = 3\n# licenselogic\n", 0),
        ("[tool.licenselogic]\nprofile =\n", 2),
    ],
)
def test_a_project_file_counts_if_it_holds_the_table(
    call: Any, here: Path, text: str, code: int
) -> None:
    (here / "pyproject.toml").write_text(text)
    assert call("check", "good.yaml")[0] == code
    (here / "pyproject.toml").write_text("tool = 3\n")
    assert call("check", "good.yaml", "--config", "pyproject.toml")[0] == 0


@pytest.mark.parametrize("stamp", ["9" * 30, "\u00b2", "-", "soon"])
def test_what_is_no_time_changes_no_day(
    call: Any, here: Path, monkeypatch: pytest.MonkeyPatch, stamp: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stamp)
    (here / "odd.yaml").write_text("works:\n  - {id: me/odd, license: nonsense}\n")
    entry = '[[accepted]]\ncode = "unknown-license"\nreason = "asked"\nexpires = 2020-01-01\n'
    (here / "licenselogic.toml").write_text(entry)
    assert call("check", "odd.yaml")[0] == 3


def test_the_command_line_goes_before_the_settings(call: Any, here: Path) -> None:
    text = 'profile = "strict"\n[assume]\ntraining_is_adaptation = true\n'
    (here / "licenselogic.toml").write_text(text)
    assert verdict(call, "good.yaml")["assumptions"]["training_is_adaptation"] is True
    found = verdict(
        call, "good.yaml", "--profile", "default", "--assume", "training_is_adaptation=false"
    )
    assert found["profile"] == "default"
    assert found["assumptions"]["training_is_adaptation"] is False
    assert verdict(call, "good.yaml", "--no-config")["profile"] == "default"
    (here / "other.toml").write_text('profile = "lenient"\n')
    assert verdict(call, "good.yaml", "--config", "other.toml")["profile"] == "lenient"
    assert call("check", "good.yaml", "--config", "other.toml", "--no-config")[0] == 2


def test_facts_are_those_of_the_publisher_where_nothing_else_states_them(
    call: Any, here: Path
) -> None:
    arguments = ("check", "--upstream", "CC-BY-NC-4.0:trained_on", "--as", "MIT", "-q")
    assert call(*arguments)[0] == 0
    (here / "licenselogic.toml").write_text("[facts]\ncommercial = true\n")
    assert call(*arguments)[0] == 1
    assert call(*arguments, "--fact", "commercial=false")[0] == 0
    stated = "works:\n  - {id: a, license: cc-by-nc-4.0, type: dataset}\n" + (
        "  - {id: b, license: mit, facts: {commercial: false}, from: [{work: a, by: trained_on}]}\n"
    )
    (here / "stated.yaml").write_text(stated)
    assert call("check", "stated.yaml", "-q")[0] == 0


def test_an_accepted_finding_does_not_fail_and_is_told_with_its_reason(
    call: Any, here: Path
) -> None:
    kinds = [found["kind"] for found in verdict(call)["counterexamples"]]
    entries = (
        f'[[accepted]]\ncode = "{kind}"\nwork = "a/base"\nreason = "Meta agreed by letter."\n'
        for kind in dict.fromkeys(kinds)
    )
    (here / "licenselogic.toml").write_text("".join(entries))
    code, out, err = call("check")
    assert (code, err) == (0, "")
    assert out.startswith("incompatible: ")  # the verdict stays what it is
    assert f"accepted:\n  {kinds[0]}: Meta agreed by letter.\n" in out
    assert {row["code"] for row in verdict(call)["accepted"]} == set(kinds)
    results = json.loads(call("check", "--format", "sarif")[1])["runs"][0]["results"]
    justified = {r["ruleId"]: r["suppressions"] for r in results if "suppressions" in r}
    assert set(justified) == set(kinds)
    assert justified[kinds[0]][0]["justification"] == "Meta agreed by letter."
    assert "<skipped" in call("check", "--format", "junit")[1]


def test_a_finding_that_is_accepted_in_part_fails_for_the_rest(call: Any, here: Path) -> None:
    text = '[[accepted]]\ncode = "scale-limit"\nreason = "We are few."\n'
    (here / "licenselogic.toml").write_text(text)
    assert call("check")[0] == 1


@pytest.mark.parametrize(
    ("key", "value", "covers"),
    [
        ("work", "b/data", False),
        ("work", "me/bad", True),
        ("license", "MIT", True),
        ("license", "mit", True),
        ("license", "Apache-2.0", False),
        ("clause", "llama2 2", True),
        ("clause", "llama2 1.b.v", False),
    ],
)
def test_an_acceptance_can_be_narrow(
    call: Any, here: Path, key: str, value: str, covers: bool
) -> None:
    entry = f'[[accepted]]\ncode = "scale-limit"\n{key} = "{value}"\nreason = "x"\n'
    (here / "licenselogic.toml").write_text(entry)
    assert ("accepted" in verdict(call)) is covers


@pytest.mark.parametrize(("day", "code"), [("2026-11-28", 0), ("2026-11-27", 3), ("2030-01-01", 0)])
def test_an_acceptance_ends_with_its_last_day(call: Any, here: Path, day: str, code: int) -> None:
    (here / "odd.yaml").write_text("works:\n  - {id: me/odd, license: nonsense}\n")
    entry = f'[[accepted]]\ncode = "unknown-license"\nreason = "asked"\nexpires = {day}\n'
    (here / "licenselogic.toml").write_text(entry)
    found, _, err = call("check", "odd.yaml")
    assert found == code
    assert ("warning[expired-acceptance]: `unknown-license` is accepted until" in err) is bool(code)


def test_an_acceptance_that_nothing_needs_is_told_on_request(call: Any, here: Path) -> None:
    text = '[[accepted]]\ncode = "share-alike"\nreason = "x"\n'
    (here / "licenselogic.toml").write_text(text)
    assert call("check", "good.yaml")[2] == ""
    assert "warning[unused-acceptance]: `share-alike`" in call("check", "good.yaml", "-v")[2]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ('allowed = ["MIT"]', ["license-not-allowed", "license-not-allowed"]),
        ('denied = ["llama2"]', ["denied-license"]),
        ('allowed = ["MIT", "Llama 2", "cc-by-nc-4.0"]', []),
        ('denied = ["gpl"]', []),
        ("duties = []", ["duty-not-accepted"]),
    ],
)
def test_licences_and_duties_are_held_against_the_policy(
    call: Any, here: Path, policy: str, told: list[str]
) -> None:
    (here / "licenselogic.toml").write_text(f"[policy]\n{policy}\n")
    found = [row["code"] for row in verdict(call).get("policy", [])]
    assert found[: len(told)] == told and bool(found) == bool(told)


def test_what_is_against_the_policy_fails_unless_it_is_accepted(call: Any, here: Path) -> None:
    (here / "licenselogic.toml").write_text('[policy]\ndenied = ["Apache-2.0"]\n')
    code, out, _ = call("check", "good.yaml")
    assert code == 1
    assert "against the policy:\n  denied-license: `me/good` is under `Apache-2.0`; the " in out
    settings = '[policy]\ndenied = ["Apache-2.0"]\n[[accepted]]\ncode = "denied-license"\n'
    (here / "licenselogic.toml").write_text(f'{settings}reason = "old"\n')
    assert call("check", "good.yaml")[0] == 0


def test_of_a_choice_one_licence_that_is_allowed_will_do(call: Any, here: Path) -> None:
    (here / "licenselogic.toml").write_text('[policy]\nallowed = ["MIT"]\n')
    for label, code in (("MIT OR GPL-3.0-only", 0), ("MIT AND ISC", 1), ("nonsense", 1)):
        (here / "one.yaml").write_text(f"works:\n  - {{id: a, type: software, license: {label}}}\n")
        assert call("check", "one.yaml", "-q")[0] == code, label


def test_the_policy_is_that_of_recommend_too(call: Any, here: Path) -> None:
    (here / "licenselogic.toml").write_text('[policy]\nallowed = ["ISC", "Zlib"]\n')
    arguments = ("recommend", "--upstream", "MIT:incorporate", "--format", "json")
    found = [c["license"] for c in json.loads(call(*arguments)[1])["candidates"]]
    assert found and set(found) <= {"ISC", "Zlib"}


def test_what_fails_and_where_licences_are_can_be_settled(call: Any, here: Path) -> None:
    (here / "licenselogic.toml").write_text('fail-on = ["none"]\n')
    assert call("check", "-q")[0] == 0
    assert call("check", "-q", "--fail-on", "incompatible")[0] == 1
    (here / "licenselogic.toml").write_text('licenses = ["nowhere"]\n')
    code, _, err = call("check", "-q")
    assert code == 2 and "nowhere" in err


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("profle = 1", "no key of `settings` is called `profle`", "did you mean `profile`?"),
        ('profile = "strct"', "no profile is called `strct`", "did you mean `strict`?"),
        ("profile = 1", "`profile` is text, not a number", ""),
        ("[facts]\ncomercial = true", "no fact is called `comercial`", "`commercial`?"),
        ('[policy]\nallowd = ["MIT"]', "no key of a policy is called `allowd`", "`allowed`?"),
        ('[policy]\ndenied = ["Apach-2.0"]', "no licence is called `Apach-2.0`", "`Apache-2.0`?"),
        ("[assume]\ntraining_is_adaption = true", "called `training_is_adaption`", "adaptation`?"),
        ("[assume]\ntraining_is_adaptation = 1", "is true or false", ""),
        ('fail-on = ["warning"]', "no value of `fail-on` is called `warning`", "`warnings`?"),
        ('[[accepted]]\ncode = "scale-limt"\nreason = "x"', "`scale-limt`", "`scale-limit`?"),
        ('[[accepted]]\ncode = "scale-limit"', "why is `scale-limit` accepted?", ""),
        ('[[accepted]]\nreason = "x"', "what is accepted has a `code`", ""),
        ('[[accepted]]\ncode = "cycle"\nreason = "x"\nexpires = "soon"', "is a day such as", ""),
        ('[[accepted]]\ncode = "cycle"\nresaon = "x"', "called `resaon`", "`reason`?"),
        ("accepted = 1", "is a list of tables", ""),
        ("profile =", "is not TOML", ""),
    ],
)
def test_settings_with_a_slip_are_refused_with_the_place(
    call: Any, here: Path, text: str, message: str, help: str
) -> None:
    (here / "licenselogic.toml").write_text(text)
    code, out, err = call("check", "good.yaml")
    assert (code, out) == (2, "")
    assert message in err and help in err and "= help: " in err
    assert "  --> licenselogic.toml:" in err or "TOML" in err or "code`" in err


def test_a_slip_in_a_table_of_pyproject_is_refused_too(call: Any, here: Path) -> None:
    (here / "pyproject.toml").write_text("[tool.licenselogic]\nprofle = 1\n")
    code, _, err = call("check", "good.yaml")
    assert code == 2 and "  --> pyproject.toml:2:1\n" in err


REPEATED = """\
[[accepted]]
code = "use-restriction"
reason = "x"
expires = 2027-01-01

[[accepted]]
code = "scale-limit"
reason = "x"
expires = "soon"
"""


def refused(call: Any, here: Path, text: str) -> str:
    """Return what is said of settings that cannot be read."""
    (here / "licenselogic.toml").write_text(text)
    code, _, err = call("check", "good.yaml")
    assert code == 2
    return str(err)


def test_a_slip_in_a_table_that_is_repeated_is_told_with_its_own_place(
    call: Any, here: Path
) -> None:
    assert "licenselogic.toml:9:1" in refused(call, here, REPEATED)
    inner = REPEATED.replace("[[accepted]]", "[[ tool.licenselogic.accepted ]]")
    (here / "pyproject.toml").write_text(inner)
    (here / "licenselogic.toml").unlink()
    assert "pyproject.toml:9:1" in call("check", "good.yaml")[2]


def test_what_is_no_toml_is_drawn_where_it_breaks(call: Any, here: Path) -> None:
    err = refused(call, here, 'profile = "strict"\n[policy\nallowed = []\n')
    assert "licenselogic.toml:2:8" in err and " 2 | [policy\n" in err
    assert "licenselogic.toml:1:" in refused(call, here, 'profile = "strict')


def test_a_licence_of_the_policy_gets_the_nearest_spelling(call: Any, here: Path) -> None:
    assert "did you mean `MIT`?" in refused(call, here, '[policy]\nallowed = ["MTI"]\n')
    assert "licenselogic list" in refused(call, here, '[policy]\ndenied = ["zzzzzzzz"]\n')


@pytest.mark.parametrize("command", [("report",), ("check", "--format", "html")])
def test_a_page_tells_and_fails_as_a_check_does(
    call: Any, here: Path, command: tuple[str, ...]
) -> None:
    def both(text: str, path: str = "good.yaml") -> tuple[int, str]:
        (here / "licenselogic.toml").write_text(text)
        checked, (code, page, _) = call("check", path), call(*command, path)
        assert code == checked[0]
        return code, page

    code, page = both("[policy]\nallowed = ['MIT']\n")
    assert code == 1 and "Against the policy" in page and "license-not-allowed" in page
    reason = "the lawyers' <answer>"
    accepted = f'[[accepted]]\ncode = "license-not-allowed"\nreason = "{reason}"\n'
    code, page = both(f"{accepted}[policy]\nallowed = ['MIT']\n")
    assert code == 0 and "Accepted" in page and "lawyers&#39; &lt;answer&gt;" in page
    code, page = both("fail-on = ['none']\n", "lineage.yaml")
    assert code == 0 and "Against the policy" not in page
