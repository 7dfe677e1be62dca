"""Codes: each is a text, stands in one group, and says what it means."""

import pickle

import pytest

from licenselogic.base.codes import Code, Group
from licenselogic.base.meanings import meaning


def test_a_code_equals_its_name() -> None:
    assert Code.USE_RESTRICTION == "use-restriction"
    assert Code("use-restriction") is Code.USE_RESTRICTION
    assert f"{Code.USE_RESTRICTION}" == "use-restriction"


@pytest.mark.parametrize(
    ("code", "group"),
    [
        (Code.SYNTAX, "error"),
        (Code.PASSAGE_NOT_FOUND, "lint"),
        (Code.UNDECLARED_LICENSE, "reason"),
        (Code.NON_COMMERCIAL, "kind"),
        (Code.SAME_OWNER, "warning"),
    ],
)
def test_a_code_stands_in_a_group(code: Code, group: str) -> None:
    assert code.group == group


def test_no_group_is_empty() -> None:
    assert {code.group for code in Code} == set(Group)


def test_every_code_has_a_meaning_of_its_own() -> None:
    assert len({meaning(code).summary for code in Code}) == len(Code)


def test_a_code_comes_back_from_a_pickle_as_itself() -> None:
    assert pickle.loads(pickle.dumps(Code.SYNTAX)) is Code.SYNTAX
