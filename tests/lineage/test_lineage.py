"""Lineage files, and the graph that they describe."""

import json
import re
import subprocess
import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import LineageError
from licenselogic.base.documents import MAX_KEYS
from licenselogic.base.files import read_bytes
from licenselogic.lineage.graph import Lineage, lineage_schema
from licenselogic.lineage.problems import MAX_PROBLEMS
from licenselogic.lineage.work import Edge, Evidence, Finding, Work
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.readers.load import load_lineage

EXAMPLE = """
works:
  - id: meta-llama/Llama-2-7b-hf
    type: model
    license: llama2
  - id: some/dataset
    type: dataset
  - id: me/my-model
    type: model
    license: apache-2.0
    publish: sell
    owner: somebody
    license_since: 2024-04-18
    evidence: {files: [LICENSE, NOTICE], text: "Built with ...", name: my-model}
    facts: {monthly_active_users: 1_200, territory: south-korea, date: 2025-01-01}
    from:
      - {work: meta-llama/Llama-2-7b-hf, by: finetune}
      - {work: meta-llama/Llama-2-7b-hf, by: quantized}
      - {work: some/dataset, by: trained_on, inferred: true}
"""


def works(*rows):
    return {"works": list(rows)}


def made(identifier, *upstream, **fields):
    """A work made by merging `upstream`."""
    return {"id": identifier, "from": [{"work": u, "by": "merge"} for u in upstream], **fields}


DIAMOND = Lineage.from_dict(
    works(made("d", "b", "c"), made("b", "a"), made("c", "a"), made("a"), made("other"))
)


def problems(data):
    with pytest.raises(LineageError) as caught:
        Lineage.from_dict(data)
    return caught.value.diagnostics


def problem(data):
    (found,) = problems(data)
    return found


def of_file(path, content):
    """The error that loading a file with this content raises."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LineageError) as caught:
        load_lineage(path)
    assert "Traceback" not in caught.value.render()
    return caught.value


@pytest.fixture
def example(tmp_path):
    path = tmp_path / "lineage.yaml"
    path.write_text(EXAMPLE)
    return load_lineage(path)


# Reading


def test_everything_in_a_file_is_read(example):
    assert example.works["me/my-model"] == Work(
        id="me/my-model",
        type="model",
        license="apache-2.0",
        publish="sell",
        owner="somebody",
        license_since=date(2024, 4, 18),
        evidence=Evidence(("LICENSE", "NOTICE"), "Built with ...", "my-model"),
        facts=(
            ("date", date(2025, 1, 1)),
            ("monthly_active_users", 1200),
            ("territory", "south-korea"),
        ),
    )


def test_what_is_left_out_has_its_default():
    work = Lineage.from_dict(works({"id": "me/x"})).works["me/x"]
    assert work == Work("me/x", "model", None, "share", "me", None, None, ())


@pytest.mark.parametrize(
    ("identifier", "owner"),
    [
        ("me/x", "me"),
        ("x", None),
        ("./out/x", None),
        ("/models/x", None),
        ("datasets/me/x", "me"),
        ("datasets/x", None),
    ],
)
def test_the_owner_is_the_part_before_the_slash(identifier, owner):
    assert Work(identifier).owner == owner


def test_two_works_may_be_connected_by_several_relations(example):
    assert example.upstream["me/my-model"][:2] == (
        Edge("meta-llama/Llama-2-7b-hf", "finetune"),
        Edge("meta-llama/Llama-2-7b-hf", "quantized"),
    )


def test_an_edge_that_is_stated_twice_counts_once():
    lineage = Lineage.from_dict(works(made("a"), made("b", "a", "a")))
    assert lineage.upstream["b"] == (Edge("a", "merge"),)


def test_a_relation_that_does_not_suit_the_types_is_a_finding():
    def findings(relation, material):
        works = [
            {"id": "a/up", "type": material, "license": "mit"},
            {"id": "b/down", "license": "mit", "from": [{"work": "a/up", "by": relation}]},
        ]
        return [f.code for f in Lineage.from_dict({"works": works}).findings]

    assert findings("trained_on", "model") == [Code.RELATION_MISMATCH]
    assert findings("finetune", "dataset") == [Code.RELATION_MISMATCH]
    assert findings("trained_on", "dataset") == findings("finetune", "model") == []
    assert findings("incorporate", "software") == []
    assert findings("generated_by", "model") == [Code.RELATION_MISMATCH]


def test_an_inferred_relation_is_a_finding(example):
    (finding,) = example.findings
    assert finding.code is Code.INFERRED_RELATION
    assert finding.works == ("me/my-model", "some/dataset")


def test_json_and_yaml_say_the_same(example, tmp_path):
    path = tmp_path / "lineage.json"
    path.write_text(json.dumps(example.to_dict()))
    assert load_lineage(path) == example


def test_writing_and_reading_again_changes_nothing(example):
    data = example.to_dict()
    again = Lineage.from_dict(data)
    assert again == example
    assert again.findings == example.findings
    assert again.to_dict() == data


def test_a_byte_order_mark_and_a_schema_do_no_harm(tmp_path):
    path = tmp_path / "x.json"
    text = json.dumps({"$schema": "lineage.schema.json", **works({"id": "a"})})
    path.write_text(text, encoding="utf-8-sig")
    assert list(load_lineage(path).works) == ["a"]


# The graph


def test_the_order_puts_every_work_after_its_upstream():
    assert DIAMOND.order("d") == ("a", "b", "c", "d")
    assert DIAMOND.order("a") == ("a",)


def test_ancestors_are_all_works_above():
    assert DIAMOND.ancestors("d") == {"a", "b", "c"}
    assert DIAMOND.ancestors("a") == set()


def test_the_graph_runs_downstream_with_relations(example):
    edges = dict(example.graph.edges)
    assert edges["meta-llama/Llama-2-7b-hf", "me/my-model"]["relations"] == (
        "finetune",
        "quantized",
    )
    assert set(DIAMOND.graph.nodes) == {"a", "b", "c", "d", "other"}


def test_paths_do_not_multiply():
    rows = [made("w0")]
    for n in range(0, 120, 3):
        rows += [made(f"w{n + 1}", f"w{n}"), made(f"w{n + 2}", f"w{n}")]
        rows += [made(f"w{n + 3}", f"w{n + 1}", f"w{n + 2}")]
    assert len(Lineage.from_dict(works(*rows)).order("w120")) == 121


def test_long_chains_need_no_stack():
    rows = [made("w0"), *(made(f"w{n}", f"w{n - 1}") for n in range(1, 5000))]
    lineage = Lineage.from_dict(works(*rows))
    assert lineage.target() == "w4999"
    assert len(lineage.order("w4999")) == 5000


EDGES = st.dictionaries(st.integers(0, 9), st.sets(st.integers(0, 9), max_size=3), max_size=10)


@given(EDGES)
def test_the_order_is_topological_and_a_circle_is_an_error(edges):
    rows = [made(str(n), *map(str, edges.get(n, ()))) for n in range(10)]
    try:
        lineage = Lineage.from_dict(works(*rows))
    except LineageError as error:
        assert set(error.codes) == {Code.CYCLE}
        assert reaches_itself(edges)
        return
    assert not reaches_itself(edges)
    for name in lineage.works:
        order = lineage.order(name)
        assert order[-1] == name
        for below in order:
            assert all(order.index(e.work) < order.index(below) for e in lineage.upstream[below])


def reaches_itself(edges):
    above = {n: set(edges.get(n, ())) for n in range(10)}
    for _ in range(10):
        above = {n: s.union(*(above[m] for m in s)) for n, s in above.items()}
    return any(n in s for n, s in above.items())


def test_the_target_is_the_only_work_without_descendants(example):
    assert example.target() == "me/my-model"
    assert example.target("some/dataset") == "some/dataset"


def test_several_works_without_descendants_are_listed():
    with pytest.raises(LineageError) as caught:
        DIAMOND.target()
    assert caught.value.codes == (Code.AMBIGUOUS_TARGET,)
    assert "`d`, `other`" in str(caught.value)


def test_at_most_five_candidates_are_shown():
    with pytest.raises(LineageError, match=r"9 works .* and 4 more"):
        Lineage.from_dict(works(*(made(f"w{n}") for n in range(9)))).target()


def test_an_unknown_work_gets_a_suggestion(example):
    with pytest.raises(LineageError) as caught:
        example.target("me/my-modle")
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.help) == (Code.UNKNOWN_WORK, "did you mean `me/my-model`?")


def test_changes_make_a_new_lineage(example):
    changed = example.with_license("some/dataset", "mit").with_publish("some/dataset", "internal")
    work = changed.works["some/dataset"]
    assert (work.license, work.publish) == ("mit", "internal")
    assert example.works["some/dataset"].license is None
    assert changed.upstream == example.upstream


def test_facts_are_added_to_those_there(example):
    changed = example.with_work("me/my-model", facts={"territory": "european-union", "copies": 3})
    facts = dict(changed.works["me/my-model"].facts)
    assert (facts["territory"], facts["copies"]) == ("european-union", 3)
    assert facts["monthly_active_users"] == 1200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"facts": {"comercial": True}}, Code.UNKNOWN_WORD),
        ({"facts": {"commercial": "yes"}}, Code.BAD_VALUE),
        ({"facts": {"commercial": False}}, Code.CONTRADICTORY_FACTS),
        ({"publish": "shar"}, Code.UNKNOWN_WORD),
    ],
)
def test_changes_are_checked(example, change, code):
    with pytest.raises(LineageError) as caught:
        example.with_work("me/my-model", **change)
    assert caught.value.codes == (code,)


# Building in Python


def test_edges_are_kept_in_order_and_once():
    edges = [Edge("b", "merge"), Edge("a", "merge"), Edge("b", "merge")]
    lineage = Lineage.of(map(Work, "abc"), {"c": edges})
    assert lineage.upstream["c"] == (Edge("b", "merge"), Edge("a", "merge"))


def test_a_lineage_can_be_built_from_works():
    finding = Finding(Code.LEGACY_NAME, "a is b", ("a",))
    lineage = Lineage.of([Work("a"), Work("b")], {"b": [Edge("a", "merge", True)]}, [finding])
    assert lineage.upstream == {"a": (), "b": (Edge("a", "merge", True),)}
    assert [f.code for f in lineage.findings] == [Code.LEGACY_NAME, Code.INFERRED_RELATION]


@pytest.mark.parametrize(
    ("rows", "edges", "code"),
    [
        (["a", "a"], {}, Code.DUPLICATE_WORK),
        (["a"], {"a": [Edge("b", "merge")]}, Code.DANGLING_WORK),
        (["a"], {"b": []}, Code.DANGLING_WORK),
        (["a", "b"], {"a": [Edge("b", "mrge")]}, Code.UNKNOWN_WORD),
        (["a"], {"a": [Edge("a", "merge")]}, Code.CYCLE),
    ],
)
def test_what_is_built_is_checked(rows, edges, code):
    with pytest.raises(LineageError) as caught:
        Lineage.of([Work(name) for name in rows], edges)
    assert caught.value.codes == (code,)


# Mistakes


@pytest.mark.parametrize(
    ("data", "code", "message", "help"),
    [
        (
            works(made("a"), made("b", "a", publish="shar")),
            Code.UNKNOWN_WORD,
            "`works[1].publish` of `b`: `shar` is not a value of `publish`",
            "did you mean `share`?",
        ),
        (
            works({"id": "a", "type": "modle"}),
            Code.UNKNOWN_WORD,
            "`works[0].type` of `a`: `modle` is not a value of `type`",
            "did you mean `model`?",
        ),
        (
            works(made("a"), {"id": "b", "from": [{"work": "a", "by": "fine-tune"}]}),
            Code.UNKNOWN_WORD,
            "`works[1].from[0].by` of `b`: no relation is called `fine-tune`",
            "did you mean `finetune`?",
        ),
        (
            works(made("base"), made("b", "bsae")),
            Code.DANGLING_WORK,
            "`b` was made from `bsae`, which is not among the works",
            "did you mean `base`?",
        ),
        (works(made("a"), made("a")), Code.DUPLICATE_WORK, "two works are called `a`", ""),
        (works(made("a", "a")), Code.CYCLE, "`a` names itself as its upstream", ""),
        (
            works(made("a", "b"), made("b", "c"), made("c", "a")),
            Code.CYCLE,
            "works derive from each other in a circle: `a` <- `b` <- `c` <- `a`",
            "",
        ),
        (
            works({"id": "a", "license": ["mit", "cc"]}),
            Code.BAD_LINEAGE,
            "`works[0].license` of `a`: a work has one licence expression, not a list",
            "write one expression: `mit AND cc` if all bind, with `OR` for a choice",
        ),
        (
            works({"id": "a", "licence": "mit"}),
            Code.BAD_LINEAGE,
            "`works[0].licence` of `a`: `licence` is not a key of the format",
            "did you mean `license`?",
        ),
        (
            works({"id": "a", "publish": "sell", "facts": {"commercial": False}}),
            Code.CONTRADICTORY_FACTS,
            "`works[0].facts.commercial` of `a`: `publish: sell` says that `commercial` is true",
            "",
        ),
    ],
)
def test_a_mistake_names_the_place_and_the_nearest_right_word(data, code, message, help):
    found = problem(data)
    assert (found.code, found.message, found.help) == (code, message, help)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": 7}, "`works[0].id`: text is wanted, not a number (quotes make it text)"),
        ({"id": " a"}, "`works[0].id`: ` a` is empty, or begins or ends with a blank"),
        ({"id": "a\x1b"}, "`works[0].id`: `a\\x1b` holds characters that do not print"),
        ({"id": "a\ud800"}, "`works[0].id`: `a\\ud800` holds characters that do not print"),
        ({"type": "model"}, "`works[0]`: a work needs an `id`"),
        ({"license": True}, "a licence is text, not `true` (quotes make it text)"),
        ({"license_since": "soon"}, "a date such as 2024-04-18 is wanted"),
        ({"license_since": datetime(2024, 4, 18)}, "a date such as 2024-04-18 is wanted"),
        ({"owner": []}, "text is wanted, not a list"),
        ({"from": {}}, "a list of upstream works is wanted"),
        ({"from": ["a"]}, "a mapping with `work` and `by` is wanted, not text"),
        ({"from": [{"work": "a"}]}, "`by` is missing"),
        ({"from": [{"work": "a", "by": 3}]}, "a relation is one word, not a number"),
        ({"evidence": "LICENSE"}, "evidence is a mapping, not text"),
        ({"evidence": {"files": "LICENSE"}}, "a list of file names is wanted, not text"),
        ({"evidence": {"files": [3]}}, "`works[0].evidence.files[0]` of `x`: text is wanted"),
        ({"evidence": {"text": "\ud800"}}, "text is wanted"),
        ({"facts": ["commercial"]}, "facts are a mapping, not a list"),
        ({"facts": {"commercial": 1}}, "`commercial` is true or false, not a number"),
        ({"facts": {"copies": -1}}, "`copies` is a whole number that is not negative"),
        ({"facts": {"copies": float("inf")}}, "`copies` is a whole number"),
        ({"facts": {"date": "tomorrow"}}, "`date` is a date such as 2024-04-18"),
        ({"facts": {"field": "militry"}}, "`militry` is not a value of `field`"),
        ({"facts": {"target": "llama2"}}, "`target` follows from the lineage"),
    ],
)
def test_a_value_of_the_wrong_shape_is_named(fields, message):
    base = {} if "type" in fields else {"id": "x"}
    found = problems(works({**base, **fields}))[0]
    assert message in found.message


@pytest.mark.parametrize("data", [None, 3, "x", [], {}, {"works": None}, {"works": []}, {"a": 1}])
def test_what_is_no_lineage_says_what_is_wanted(data):
    assert all("works" in found.message or "key" in found.message for found in problems(data))


def test_all_mistakes_are_told_at_once():
    data = works(
        made("a", "gone", colour="red"), made("a"), {"id": 3}, made("c", "d"), made("d", "c")
    )
    assert [found.code for found in problems(data)] == [
        Code.BAD_LINEAGE,
        Code.DUPLICATE_WORK,
        Code.BAD_LINEAGE,
        Code.DANGLING_WORK,
        Code.CYCLE,
    ]


def test_many_mistakes_are_counted():
    found = problems(works(*(made("a") for _ in range(100))))
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].message == "and 79 more mistakes"


def test_every_group_of_circles_is_shown_once():
    found = problems(works(made("a", "b"), made("b", "a"), made("x", "y"), made("y", "x")))
    assert [d.code for d in found] == [Code.CYCLE, Code.CYCLE]


def test_a_work_that_names_itself_is_told_apart_from_its_circle():
    messages = [d.message for d in problems(works(made("a", "a", "b"), made("b", "a")))]
    assert messages == [
        "`a` names itself as its upstream",
        "works derive from each other in a circle: `a` <- `b` <- `a`",
    ]


def test_a_long_circle_is_clipped():
    (found,) = problems(works(*(made(f"w{n}", f"w{(n + 1) % 500}") for n in range(500))))
    assert found.message.endswith("`w7` <- 492 more <- `w0`")


# Files that are no lineage


def test_a_mistake_in_a_file_has_a_line_and_a_caret(tmp_path):
    error = of_file(tmp_path / "x.yaml", EXAMPLE.replace("by: quantized", "by: quantised"))
    (diagnostic,) = error.diagnostics
    assert (diagnostic.span.line, diagnostic.span.column) == (18, 46)
    assert "^^^^^^^^^" in error.render()


def test_json_that_is_laid_out_has_lines_too(tmp_path):
    text = json.dumps(works(made("a"), made("b", "c")), indent="\t")
    (diagnostic,) = of_file(tmp_path / "x.json", text).diagnostics
    assert text.splitlines()[diagnostic.span.line - 1].strip() == '"work": "c",'


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("a.yaml", "", Code.BAD_LINEAGE, "is empty"),
        ("a.yaml", b"works: \xff\xfe", Code.NOT_READABLE, "is not UTF-8 text (line 1)"),
        ("a.yaml", bytes(range(256)), Code.NOT_READABLE, "is not UTF-8 text"),
        ("a.yaml", "works: [", Code.BAD_LINEAGE, "not valid YAML"),
        ("a.yaml", "works: \x00", Code.BAD_LINEAGE, "control characters"),
        ("a.yaml", "a: &x [1]\nb: [*x, *x]", Code.BAD_LINEAGE, "the alias `*x` is not allowed"),
        ("a.yaml", "a: 1\na: 2", Code.BAD_LINEAGE, "the key `a` is given twice"),
        ("a.yaml", "? [a]\n: 1", Code.BAD_LINEAGE, "a key must be a word"),
        ("a.yaml", "a: !!python/name:os.system x", Code.BAD_LINEAGE, "the tag"),
        ("a.yaml", "--- {}\n--- {}", Code.BAD_LINEAGE, "a second document"),
        ("a.yaml", "a: 2024-13-45", Code.BAD_LINEAGE, "is not a date or number"),
        ("a.yaml", "a: " + "9" * 9999, Code.BAD_LINEAGE, "is not a date or number"),
        ("a.json", "[1,", Code.BAD_LINEAGE, "not valid JSON: expecting value"),
        ("a.json", '{"a": NaN}', Code.BAD_LINEAGE, "`NaN` is not a number"),
        ("a.json", '{"a": 1, "a": 2}', Code.BAD_LINEAGE, "the key `a` is given twice"),
        ("a.json", "9" * 9999, Code.BAD_LINEAGE, "a number of thousands of digits"),
        ("a.json", '{"a": "\x1b[31m"}', Code.BAD_LINEAGE, "not valid JSON"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_message(tmp_path, name, content, code, message):
    error = of_file(tmp_path / name, content)
    (diagnostic,) = error.diagnostics
    assert diagnostic.code is code
    assert message in diagnostic.message
    assert all(line.isprintable() for line in error.render().splitlines())


NONSENSE = {
    "one scalar": "x" * 10_000_000,
    "brackets": "[" * 10_000_000,
    "braces": "{a: " * 2_500_000,
    "dashes": "- " * 5_000_000,
    "colons": "a: " * 3_000_000,
    "keys": "".join(f"k{n}: 1\n" for n in range(900_000)),
    "a quote": '"' + "a" * 10_000_000,
}


@pytest.mark.parametrize("kind", NONSENSE)
@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_ten_megabytes_of_nonsense_give_one_short_message(tmp_path, kind, suffix):
    error = of_file(tmp_path / f"x.{suffix}", NONSENSE[kind])
    assert len(error.diagnostics) == 1
    assert len(error.render()) < 1000


def test_an_alias_bomb_is_refused_at_its_first_alias(tmp_path):
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    (diagnostic,) = of_file(tmp_path / "bomb.yaml", "\n".join(rows)).diagnostics
    assert "alias" in diagnostic.message
    assert diagnostic.span.line == 2


def test_a_mapping_of_too_many_keys_is_refused(tmp_path):
    text = "".join(f"k{n}: 1\n" for n in range(MAX_KEYS + 1))
    (diagnostic,) = of_file(tmp_path / "x.yaml", text).diagnostics
    assert diagnostic.span.line == MAX_KEYS + 1


@pytest.mark.parametrize("path", ["/no/such/file.yaml", "x" * 5000, "a\0b"])
def test_a_path_that_cannot_be_read_is_an_error(path):
    with pytest.raises(LineageError) as caught:
        load_lineage(path)
    assert caught.value.codes == (Code.NOT_READABLE,)


def test_a_file_above_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("licenselogic.base.documents.read_bytes", partial(read_bytes, limit=100))
    error = of_file(tmp_path / "x.yaml", "#" * 101)
    assert error.codes == (Code.NOT_READABLE,)
    assert "larger than" in str(error)


def test_a_hostile_text_draws_nothing(tmp_path):
    text = '\ufeffworks:\n  - {id: a, name: "\u202e\u2066"}\n'
    error = of_file(tmp_path / "x.yaml", text)
    assert "^^^" in error.render()
    assert all(line.isprintable() for line in error.render().splitlines())


def test_a_hostile_file_name_draws_nothing(tmp_path):
    assert "\x1b" not in of_file(tmp_path / "a\x1b[31m.yaml", "[").render()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = ["id", "type", "license", "publish", "owner", "license_since", "evidence", "facts", "from"]
WORDS = st.sampled_from(["a", "b", "merge", "model", "sell", "commercial", "files", "work", "by"])
SHAPES = st.recursive(
    VALUES | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), SHAPES) | VALUES, max_size=3) | VALUES)
def test_whatever_the_values_there_is_a_lineage_or_an_error(rows):
    try:
        lineage = Lineage.from_dict({"works": rows})
    except LineageError as error:
        assert all(line.isprintable() for line in error.render().splitlines())
    else:
        assert Lineage.from_dict(json.loads(json.dumps(lineage.to_dict()))) == lineage


@given(st.text() | st.binary(max_size=50).map(lambda content: content.decode("latin-1")))
def test_whatever_the_text_there_is_a_lineage_or_an_error(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "x.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(LineageError):
        load_lineage(path)


# The schema

VALIDATOR = jsonschema_rs.Draft202012Validator(lineage_schema())


def test_the_schema_lists_the_words_of_the_vocabulary():
    defined = lineage_schema()["$defs"]
    known = vocabulary()
    stated = {n for n, fact in known.facts.items() if fact.sort != "family"} - known.typed
    assert set(defined["upstream"]["properties"]["by"]["enum"]) == set(known.relations)
    assert set(defined["work"]["properties"]["publish"]["enum"]) == set(known.publications)
    assert set(defined["facts"]["properties"]) == stated


def test_the_page_on_lineages_lists_every_relation_and_only_codes_that_exist():
    page = (Path(__file__).parents[2] / "docs" / "lineage.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)
    assert set(vocabulary().relations) <= set(rows)
    errors = re.findall(r"^\| `([\w-]+)` \|", page[page.index("## Errors") :], re.MULTILINE)
    assert set(errors) <= {code.value for code in Code}


def test_the_schema_is_a_schema():
    jsonschema_rs.meta.validate(lineage_schema())


def test_the_schema_accepts_what_is_written(example):
    VALIDATOR.validate(example.to_dict())


@pytest.mark.parametrize(
    "data",
    [
        works(),
        works({}),
        works({"id": "a", "type": "modle"}),
        works({"id": "a", "publish": "shar"}),
        works({"id": "a", "license": ["mit"]}),
        works({"id": "a", "colour": "red"}),
        works({"id": "a", "facts": {"commercial": "yes"}}),
        works({"id": "a", "facts": {"target": "llama2"}}),
        works({"id": "a", "from": [{"work": "a"}]}),
        works({"id": "a", "from": [{"work": "b", "by": "mrge"}]}),
        works({"id": "a", "evidence": {"files": "LICENSE"}}),
    ],
)
def test_schema_and_reader_refuse_the_same(data):
    assert not VALIDATOR.is_valid(data)
    assert problems(data)


def test_reading_a_lineage_loads_neither_networkx_nor_yaml(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(works(made("a"), made("b", "a"))))
    program = (
        "import sys\n"
        "from licenselogic.readers.load import load_lineage\n"
        f"lineage = load_lineage({str(path)!r})\n"
        "lineage.order(lineage.target())\n"
        "assert not {'networkx', 'yaml', 'huggingface_hub'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
