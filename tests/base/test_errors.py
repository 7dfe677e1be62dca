"""Exceptions: they say what was meant, and survive a pickle as they are."""

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

import licenselogic as ll


def raised(path: Path) -> ll.LicenseLogicError:
    """Return the error of a file with a mistake on its third line."""
    path.write_text("works:\n  - id: a\n  - type: modle\n    id: b\n", encoding="utf-8")
    with pytest.raises(ll.LineageError) as caught:
        ll.load_lineage(path)
    return caught.value


def test_an_error_comes_back_from_a_pickle_with_its_place_and_its_lines(tmp_path: Path) -> None:
    error = raised(tmp_path / "x.yaml")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is ll.LineageError
    assert (str(back), back.diagnostics, back.source) == (str(error), *vars(error).values())
    assert "^" in str(back)


def test_an_error_can_be_copied(tmp_path: Path) -> None:
    error = raised(tmp_path / "x.yaml")
    assert copy.copy(error).render() == error.render()


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"type": "modle"}, "`modle` is not a value of `type`\n  = help: did you mean `model`?"),
        ({"type": None}, "nothing is not a value of `type`\n  = help: one of: model, dataset,"),
        ({"publish": "shared"}, "not a value of `publish`\n  = help: did you mean `share`?"),
        (
            {"license": ["MIT", "Apache-2.0"]},
            "a licence is one expression, as text, not a list\n"
            "  = help: write one expression: `MIT AND Apache-2.0` if all bind, with `OR` for",
        ),
        ({"license": 4}, "a licence is one expression, as text, not a number"),
        ({"facts": {"commercial": False}}, "`facts` of a work: a tuple of pairs"),
        ({"id": 5}, "`id` of a work: text is wanted, not a number"),
    ],
)
def test_a_work_says_what_its_values_are(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ll.UsageError) as caught:
        ll.Work(**{"id": "a/b", **settings})
    assert message in str(caught.value)


def test_a_work_shows_itself_as_the_call_that_makes_it() -> None:
    work = ll.Work("a/b", license="mit")
    assert repr(work) == "Work('a/b', license='mit')"
    assert eval(repr(work), {"Work": ll.Work}) == work


def test_a_lineage_shows_itself_in_a_line() -> None:
    works = {"works": [{"id": f"a/{number}"} for number in range(1000)]}
    assert repr(ll.Lineage.from_dict(works)).startswith("<Lineage of 1,000 works: `a/0`, `a/1`, ")
    assert len(repr(ll.Lineage.from_dict(works))) < 100


def test_a_name_is_no_licence() -> None:
    with pytest.raises(ll.UsageError) as caught:
        ll.diff_licenses("MIT", ll.licenses()["Apache-2.0"])  # type: ignore[arg-type]
    assert "takes two licences, not text" in str(caught.value)
    assert "= help: `licenses()['MIT']` is the licence of a name" in str(caught.value)
