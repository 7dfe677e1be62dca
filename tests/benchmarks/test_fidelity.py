"""Agreement with published experts; every disagreement is explained."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.fidelity import explanations, oracles, terms
from benchmarks.fidelity.__main__ import main, measure
from benchmarks.fidelity.pairs import Answer, missed, scores
from benchmarks.fidelity.report import Results, page, table

ROOT = Path(__file__).parents[2]

needs_oracles = pytest.mark.skipif(
    not oracles.present(), reason=f"the experts' files are not in {oracles.DEFAULT}"
)


@pytest.fixture(scope="module")
def results() -> Results:
    return measure(oracles.DEFAULT)


@pytest.mark.slow
@needs_oracles
def test_agreement_reaches_every_threshold(results: Results) -> None:
    assert results.missed == []


@pytest.mark.slow
@needs_oracles
def test_every_disagreement_is_explained_by_a_clause(results: Results) -> None:
    assert explanations.slips(results.disagreements) == []


@pytest.mark.slow
@needs_oracles
def test_the_page_of_disagreements_is_up_to_date(results: Results) -> None:
    written = (ROOT / "docs" / "disagreements.md").read_text("utf-8")
    assert written == page(results), (
        "run `python -m benchmarks.fidelity --write docs/disagreements.md`"
    )


@needs_oracles
def test_every_token_of_the_experts_is_mapped() -> None:
    named = {key for statement in oracles.terms(oracles.DEFAULT) for key in statement.tokens}
    assert named == {token.key for token in terms.TABLE}


def test_every_explanation_cites_clauses_that_exist() -> None:
    for name, explanation in explanations.read().items():
        for license, cite in explanation.clauses:
            assert explanations.summary(license, cite), f"{name} cites {license} {cite}"


def test_without_the_experts_files_the_benchmark_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--oracles", str(tmp_path)]) == 2
    assert oracles.PAIRS in capsys.readouterr().err


def pair(verdict: str, naive: bool) -> oracles.Pair:
    return oracles.Pair("MIT", "MIT", "any", verdict, "some stratum", naive, ("one", "two"))


def test_an_unknown_verdict_agrees_with_nobody() -> None:
    for verdict in ("compatible", "incompatible"):
        assert not Answer(pair(verdict, naive=True), "unknown").agrees


def test_a_stratum_below_its_threshold_is_missed() -> None:
    right = [Answer(pair("compatible", naive=True), "compatible")] * 49
    wrong = Answer(pair("compatible", naive=True), "incompatible")
    assert missed(list(scores(right))) == []
    below = missed(list(scores([*right, wrong])))
    assert any("some stratum" in line for line in below)


def test_a_pair_that_a_clause_decides_counts_for_no_threshold_but_is_shown() -> None:
    (name, *_) = sorted(explanations.set_aside())
    decided = oracles.Pair(*name, "incompatible", "some stratum", True, ("one", "two"))
    wrong = Answer(decided, "compatible")
    found = Results([wrong], [], [terms.Comparison("MIT", terms.TABLE[0], True, True)])
    assert found.missed == []
    assert wrong in found.disagreements
    assert any(f"{name[0]} into {name[1]}" in line for line in table(found))


def test_a_term_score_counts_presence_and_absence() -> None:
    token = terms.TABLE[0]
    cells = [(True, True), (False, False), (True, False), (False, True)]
    score = terms.score(terms.Comparison("MIT", token, theirs, ours) for ours, theirs in cells)
    assert (score.both, score.neither, score.ours_only, score.theirs_only) == (1, 1, 1, 1)
    assert score.share == 0.5


def test_the_benchmark_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "benchmarks.fidelity", "--help"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--oracles" in run.stdout
