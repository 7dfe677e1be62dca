"""`list`: the licences there are, and filters."""

import json
from pathlib import Path

import pytest
from calls import Call

from licenselogic.library.library import licenses


def ids_of(out: str) -> list[str]:
    return [line.split("  ")[0] for line in out.splitlines()]


def test_list_names_every_licence_in_order(call: Call) -> None:
    code, out, err = call("list")
    assert (code, err) == (0, "")
    assert ids_of(out) == list(licenses().ids())


def test_list_gives_rows_as_json(call: Call) -> None:
    code, out, _ = call("list", "--format", "json")
    rows = json.loads(out)
    assert code == 0
    assert [row["id"] for row in rows] == list(licenses().ids())
    assert set(rows[0]) == {"id", "title", "family", "covers", "review"}


def test_list_holds_licences_of_ones_own(call: Call, own: Path) -> None:
    _, out, _ = call("list", "--family", "herring", "--licenses", own.parent)
    assert out == "Herring-1.0  Herring License 1.0\n"


@pytest.mark.parametrize(
    ("filters", "within", "without"),
    [
        (["--family", "llama2"], "llama2", "llama3"),
        (["--covers", "content"], "CC-BY-4.0", "MIT"),
        (["--permits", "commercial"], "MIT", "CC-BY-NC-4.0"),
        (["--permits", "distribute-derivatives"], "CC-BY-4.0", "CC-BY-NC-ND-4.0"),
        (["--forbids", "commercial"], "CC-BY-NC-4.0", "Apache-2.0"),
        (["--forbids", "distribute-derivatives"], "CC-BY-ND-4.0", "CC-BY-4.0"),
        (["--requires", "share-alike"], "GPL-3.0-only", "BSD-3-Clause"),
        (["--requires", "flow-down"], "openrail++", "MIT"),
        (["--requires", "retain-notices"], "MIT", "CC0-1.0"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_list_filters_by_what_licences_say(
    call: Call, filters: list[str], within: str, without: str
) -> None:
    _, out, _ = call("list", *filters)
    assert within in ids_of(out)
    assert without not in ids_of(out)


def test_filters_are_joined(call: Call) -> None:
    _, by_family, _ = call("list", "--family", "cc")
    _, by_both, _ = call("list", "--family", "cc", "--permits", "commercial")
    assert set(ids_of(by_both)) < set(ids_of(by_family))


@pytest.mark.parametrize(
    ("filters", "message", "hint"),
    [
        (["--permits", "modfy"], "no act is called `modfy`", "`modify`"),
        (["--forbids", "comercial"], "no act is called `comercial`", "`commercial`"),
        (["--requires", "sharealike"], "no duty is called `sharealike`", "`share-alike`"),
        (["--covers", "softwar"], "no material is called `softwar`", "`software`"),
        (["--family", "lama2"], "no family is called `lama2`", "`llama2`"),
    ],
)
def test_list_meets_an_unknown_word_with_a_suggestion(
    call: Call, filters: list[str], message: str, hint: str
) -> None:
    expected = f"error[unknown-word]: {message}\n  = help: did you mean {hint}?\n"
    assert call("list", *filters) == (2, "", expected)
