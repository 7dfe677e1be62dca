"""What an organisation accepts, from a TOML file."""

from pathlib import Path

import pytest
from made import lineage

import licenselogic as ll
from licenselogic.repair.goals import Policy, read_policy


def written(folder: Path, text: str) -> Policy:
    path = folder / "policy.toml"
    path.write_text(text)
    return read_policy(path, ll.licenses())


def test_a_policy_leaves_candidates_out(tmp_path: Path) -> None:
    policy = written(
        tmp_path, 'allowed = ["mit", "Apache 2.0", "gpl"]\ndenied = ["GPL-2.0-only"]\n'
    )
    found = ll.recommend(lineage("mit", by="finetune"), policy=policy)
    names = {candidate.license for candidate in found.candidates}
    assert {"MIT", "Apache-2.0", "GPL-3.0-only"} <= names
    assert not names & {"GPL-2.0-only", "CC-BY-4.0"}


def test_duties_that_are_not_accepted_leave_candidates_out(tmp_path: Path) -> None:
    policy = written(tmp_path, 'duties = ["retain-notices", "include-license"]\n')
    found = ll.recommend(lineage("mit", by="finetune"), policy=policy)
    duties = {duty.duty for candidate in found.candidates for duty in candidate.duties}
    assert found.candidates and duties <= {"retain-notices", "include-license"}


def test_a_policy_may_want_what_a_caller_may(tmp_path: Path) -> None:
    policy = written(tmp_path, 'want = ["commercial"]\n')
    asked = lineage("mit", by="finetune")
    assert ll.recommend(asked, policy=policy) == ll.recommend(asked, want=["commercial"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('allow = ["mit"]', "did you mean `allowed`?"),
        ('allowed = ["mitt"]', "no licence is called `mitt`"),
        ('duties = ["atribution"]', "did you mean `attribution`?"),
        ('want = ["sell"]', "no goal is called `sell`"),
        ("allowed = 3", "is a list of names"),
        ("allowed = [", "is not TOML"),
    ],
)
def test_a_slip_in_a_policy_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ll.UsageError, match=r".") as caught:
        written(tmp_path, text)
    assert told in str(caught.value)
