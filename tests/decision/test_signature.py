"""A signature is a plain value: equal wherever the situation is, small, and the same elsewhere."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import licenselogic as ll
from licenselogic.decision.engine import Engine
from licenselogic.decision.signature import signature
from licenselogic.norms.assumptions import select

ROOT = Path(__file__).parents[2]


def work(name, license, *upstream, **more):
    edges = [{"work": above, "by": by} for above, by in upstream]
    return {"id": name, "license": license, "from": edges, **more}


def blend(tag="x"):
    """A merge of a fine-tune, trained on a dataset, with another model of the family."""
    return ll.Lineage.from_dict(
        {
            "works": [
                work(f"{tag}-a/base", "llama2"),
                work(f"{tag}-b/data", "cc-by-sa-4.0", type="dataset"),
                work(f"{tag}-c/other", "MIT OR Apache-2.0"),
                work(
                    f"{tag}-d/tuned",
                    "llama2",
                    (f"{tag}-a/base", "finetune"),
                    (f"{tag}-b/data", "trained_on"),
                ),
                work(
                    f"{tag}-e/blend",
                    "llama2",
                    (f"{tag}-d/tuned", "merge"),
                    (f"{tag}-c/other", "merge"),
                    publish="sell",
                ),
            ]
        }
    )


def signed(lineage, name=None, engine=None):
    name = lineage.target(name)
    fold = (engine or Engine(ll.licenses())).fold(lineage)
    return signature(fold, name, lineage.works[name].license, select())


def test_equal_situations_have_equal_signatures() -> None:
    one, other = signed(blend("x")), signed(blend("y"))
    assert one == other
    assert hash(one) == hash(other)
    assert one.to_key() == other.to_key()


@pytest.mark.parametrize(
    "change",
    [
        {"license": "apache-2.0"},
        {"publish": "share"},
        {"facts": {"annual_revenue": 5}},
    ],
)
def test_what_an_answer_depends_on_tells_signatures_apart(change) -> None:
    data = blend().to_dict()
    data["works"][-1].update(change)
    other = signed(ll.Lineage.from_dict(data))
    assert signed(blend()).to_key() != other.to_key()


def test_the_type_of_a_merge_of_models_tells_nothing_apart() -> None:
    data = blend().to_dict()
    data["works"][-1]["type"] = "software"
    other = signed(ll.Lineage.from_dict(data))
    assert {key for key, _ in other.reached} == {key for key, _ in signed(blend()).reached}
    assert other.material == "model"


def test_a_signature_is_small() -> None:
    found = signed(blend())
    assert len(found.to_key()) < 2048
    assert len(pickle.dumps(found)) < 2560


@pytest.mark.parametrize("publish", ["sell", "service"])
def test_a_signature_is_read_back_from_its_key(publish) -> None:
    data = blend().to_dict()
    data["works"][-1] |= {"publish": publish, "facts": {"annual_revenue": 5}}
    found = signed(ll.Lineage.from_dict(data))
    assert type(found).from_key(found.to_key()) == found
    assert pickle.loads(pickle.dumps(found)) == found


def test_keys_hold_every_field() -> None:
    data = json.loads(signed(blend()).to_key())
    assert set(data) == set(type(signed(blend())).__dataclass_fields__)


@pytest.mark.parametrize("seed", ["0", "7"])
def test_another_process_makes_the_same_key(seed: str) -> None:
    code = "import sys, test_signature as t; sys.stdout.buffer.write(t.signed(t.blend()).to_key())"
    paths = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=True
    )
    assert done.stdout == signed(blend()).to_key()
