"""What the tests of readers share: a small library, responses, and what is asked of a lineage."""

import json
from pathlib import Path

import pytest

from licenselogic.base.diagnostics import LineageError
from licenselogic.library.library import Library
from licenselogic.readers.responses import from_response

CLAUSES = """
license "MIT" { title "MIT" covers software text "u" hub "mit" }
license "Apache-2.0" { title "Apache" covers software text "u" hub "apache-2.0" }
license "llama3" { title "L" covers model text "u" hub "llama3"
  alias "llama-3", "https://llama.meta.com/llama3/license/" }
"""
LIBRARY = Library({"test.lic": CLAUSES.encode()})
SNAPSHOT = Path(__file__).parents[3] / "shared" / "data" / "hub-2024-07"
ROWS = (Path(__file__).parents[1] / "data" / "responses.jsonl").read_text().splitlines()
RESPONSES = {row["id"]: row for row in map(json.loads, ROWS)}

CARD = """---
license: mit
tags: gguf
base_model: a/b
datasets:
- c/d
model-index: 3
---
# My model

Built with care.
"""

needs_snapshot = pytest.mark.skipif(
    not SNAPSHOT.is_dir(), reason="the snapshot ../shared/data/hub-2024-07 is not here"
)


def response(identifier="me/x", tags=(), **card):
    return {"id": identifier, "tags": list(tags), "cardData": card}


def read(identifier="me/x", tags=(), **card):
    return from_response(response(identifier, tags, **card), library=LIBRARY)


def edges(lineage, name="me/x"):
    return [(edge.work, edge.by, edge.inferred) for edge in lineage.upstream[name]]


def codes(lineage):
    return [finding.code for finding in lineage.findings]


def error_of(call, *arguments, **options):
    with pytest.raises(LineageError) as caught:
        call(*arguments, **options)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic
