"""Threads, processes and hash seeds: whoever asks, and however often, the answer is the same."""

import json
import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import licenselogic as ll

UPSTREAM = ("llama2", "cc-by-nc-4.0", "gpl-3.0", "MIT OR llama3")
OFFERED = ("mit", "cc-by-sa-4.0")
PAIRS = [(above, label) for above in UPSTREAM for label in OFFERED]


def lineage(above: str, label: str) -> ll.Lineage:
    """Return a fine-tune, under one licence, of a merge of models under others."""
    works: list[dict[str, Any]] = [
        {"id": "a/base", "license": above},
        {"id": "b/base", "license": "apache-2.0"},
        {"id": "c/merge", "license": label, "from": [{"work": w, "by": "merge"} for w in BASES]},
        {"id": "me/model", "license": label, "from": [{"work": "c/merge", "by": "finetune"}]},
    ]
    return ll.Lineage.from_dict({"works": works})


BASES = ("a/base", "b/base")


def answer(pair: tuple[str, str]) -> str:
    """Return the whole verdict as text."""
    return json.dumps(ll.check(lineage(*pair)).to_dict())


def misread(relation: str) -> ll.Lineage:
    """Raise an error about a relation that there is not."""
    edge = {"work": "a", "by": relation}
    return ll.Lineage.from_dict({"works": [{"id": "a"}, {"id": "b", "from": [edge]}]})


@pytest.fixture(scope="module")
def answers() -> list[str]:
    """Return what one process finds, asking one question after another."""
    return [answer(pair) for pair in PAIRS]


def test_threads_find_the_same(request: pytest.FixtureRequest) -> None:
    """They ask first, so that each of them has to build what it needs."""
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(answer, PAIRS * 2))
    assert found == request.getfixturevalue("answers") * 2


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_find_the_same(method: str, answers: list[str]) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system cannot {method}")
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(answer, PAIRS) == answers


def test_a_bad_input_comes_out_of_a_pool_as_the_error_that_it_is() -> None:
    """An error that does not survive a pickle leaves the pool waiting for ever."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        asked = pool.map_async(misread, ["mrge"])
        with pytest.raises(ll.LineageError) as caught:
            asked.get(timeout=60)
    assert caught.value.codes == (ll.Code.UNKNOWN_WORD,)
    assert "did you mean `merge`?" in str(caught.value)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_output_is_equal_to_the_byte_under_every_hash_seed(seed: str, answers: list[str]) -> None:
    script = (
        "from tests.test_processes import PAIRS, answer\nfor pair in PAIRS: print(answer(pair))"
    )
    setting = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", script], env=setting, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == answers
