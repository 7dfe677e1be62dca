"""What the answer does not depend on: order, history, process."""

import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from lawful import checked, verdict

import licenselogic as ll
from licenselogic.lineage.graph import Lineage
from licenselogic.testing import cases, random_case

ROOT = Path(__file__).parents[2]
SEEDS = range(20)


@given(case=cases(max_works=5, max_clauses=5), data=st.data())
def test_the_order_of_works_and_edges_is_irrelevant(case, data):
    """check(permuted lineage) = check(lineage), but for the order in which warnings are listed"""
    works = data.draw(st.permutations(list(case.lineage.works.values())))
    edges = {
        name: data.draw(st.permutations(list(above)))
        for name, above in case.lineage.upstream.items()
    }
    one, other = verdict(case), verdict(replace(case, lineage=Lineage.of(works, edges)))
    event(one.status.value)
    assert listed(other) == listed(one)


def listed(found):
    data = found.to_dict()
    for name in ("warnings", "reasons"):
        data[name].sort(key=json.dumps)
    return data


def verdicts(seeds):
    """The verdicts on random cases, as text, or why there is none."""
    return [told(random_case(random.Random(seed))) for seed in seeds]


def told(case):
    try:
        return json.dumps(checked(case).to_dict(), sort_keys=True)
    except ll.UsageError as error:
        return str(error)


def test_the_same_question_has_the_same_answer_twice():
    """check(case) = check(case)"""
    assert verdicts(SEEDS) == verdicts(SEEDS)


@pytest.mark.parametrize("hash_seed", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_a_fresh_process_gives_the_same_answers(hash_seed):
    """check(case) is the same whatever was asked before, and in whatever order sets are walked"""
    code = "import sys, test_order as t; sys.stdout.write('\\n'.join(t.verdicts(t.SEEDS[::-1])))"
    paths = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n") == verdicts(SEEDS)[::-1]
