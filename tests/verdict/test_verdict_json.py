"""The JSON of verdicts follows its published schema, in every kind of verdict."""

import json

import jsonschema_rs
import pytest

import licenselogic as ll
from licenselogic.base.schemas import read_schema

CASES = [
    ("llama2:finetune", "apache-2.0"),
    ("GPL-3.0-only:merge", "openrail++"),
    ("CC-BY-NC-4.0:trained_on", "mit"),
    ("other:finetune", "mit"),
    ("MIT OR GPL-3.0-only:finetune", "mit"),
    ("llama3.1:finetune", "llama3.1"),
    ("gemma:quantized", ""),
]


@pytest.mark.parametrize(("upstream", "offered"), CASES)
def test_a_verdict_is_valid_json_of_the_published_schema(upstream: str, offered: str) -> None:
    license, _, relation = upstream.rpartition(":")
    source = "dataset" if relation == "trained_on" else "model"
    works = [
        {"id": "up", "type": source, "license": license},
        {"id": "down", "type": "model", "from": [{"work": "up", "by": relation}]},
    ]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}), license=offered or None)
    data = json.loads(json.dumps(verdict.to_dict()))
    jsonschema_rs.Draft202012Validator(read_schema("verdict")).validate(data)
    assert data["schema"] == "licenselogic.verdict/1"
    assert data["status"] == verdict.status.value


def test_the_schema_refuses_a_status_of_its_own() -> None:
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(read_schema("verdict"), {"status": "probably"})
