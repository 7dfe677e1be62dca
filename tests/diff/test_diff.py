"""What `diff` says of two licences: scenarios, duties, terms, clauses.

The texts that people see are in golden/diff; `pytest tests/diff --reset` rewrites them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from small import OPEN, lic

import licenselogic as ll
from licenselogic.base.schemas import read_schema
from licenselogic.cli.app import run
from licenselogic.diff.clauses import align, number_key
from licenselogic.diff.diff import diff_licenses
from licenselogic.diff.duties import norm_data
from licenselogic.diff.permissions import Case, Facts
from licenselogic.norms.deontic import License
from licenselogic.report.diff_text import render_diff

GOLDEN = Path(__file__).parents[1] / "golden" / "diff"

PAIRS = [
    ("llama2", "llama3"),
    ("llama3", "llama3.1"),
    ("llama3.1", "llama3.2"),
    ("llama3.2", "llama3.3"),
    ("llama3.3", "llama4"),
    ("gemma-tou-2024-04-01", "gemma"),
    ("CC-BY-3.0", "CC-BY-4.0"),
    ("CC-BY-SA-3.0", "CC-BY-SA-4.0"),
    ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0"),
    ("CC-BY-4.0", "CC-BY-SA-4.0"),
    ("creativeml-openrail-m", "openrail++"),
    ("creativeml-openrail-m", "bigscience-openrail-m"),
    ("bigscience-openrail-m", "bigcode-openrail-m"),
    ("GPL-2.0-only", "GPL-3.0-only"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_text_is_as_reviewed(first: str, second: str, request: pytest.FixtureRequest) -> None:
    known = ll.licenses()
    printed = render_diff(diff_licenses(known[first], known[second]))
    file = GOLDEN / f"{first}--{second}.txt"
    if request.config.getoption("--reset"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(printed, encoding="utf-8")
    assert printed == file.read_text(encoding="utf-8")


# Permissions


def only_second(first: License, second: License) -> list[tuple[set[str], list[Case]]]:
    """Return the acts that only `second` allows on the work, with the scenarios."""
    found = diff_licenses(first, second).wider
    return [(set(d.acts), list(d.cases)) for d in found if "work" in d.statuses]


def case(*but: Facts, **facts: bool | int | str) -> Case:
    return Case(tuple(facts.items()), but)


FREE = lic("Free", OPEN)
USES = {"use", "run", "evaluate", "train", "generate", "host", "improve-other-models", "distill"}
ALL = USES | {"reproduce", "combine", "modify", "reformat", "distribute", "sell"}


def test_what_is_never_permitted_differs_in_every_scenario() -> None:
    narrow = lic("Narrow", "permit use, reproduce, distribute")
    assert only_second(narrow, FREE) == [({"modify", "reformat"}, [case()])]


def test_a_prohibition_differs_where_its_condition_holds() -> None:
    bound = lic("Bound", OPEN, "forbid use if commercial")
    assert only_second(bound, FREE) == [(USES, [case(commercial=True)])]
    (found,) = diff_licenses(bound, FREE).wider
    assert not found.reserved
    assert [ref.cite for ref in found.refusing] == ["2"]
    assert [ref.cite for ref in found.granting] == ["1"]


def test_what_a_permission_leaves_out_is_reserved_by_the_clause_that_comes_nearest() -> None:
    bound = lic("Bound", OPEN + " unless commercial")
    (found,) = diff_licenses(bound, FREE).wider
    assert found.reserved
    assert [ref.cite for ref in found.refusing] == ["1"]
    assert found.statuses == ("work", "derivative", "larger-work")


def test_thresholds_differ_from_the_first_number_on() -> None:
    bound = lic("Bound", OPEN, "forbid host if monthly_active_users > 700")
    assert only_second(bound, FREE) == [({"host"}, [case(monthly_active_users=701)])]


def test_two_thresholds_differ_between_the_numbers() -> None:
    lower = lic("Lower", OPEN, "forbid host if monthly_active_users > 100")
    upper = lic("Upper", OPEN, "forbid host if monthly_active_users > 700")
    between = case((("monthly_active_users", 701),), monthly_active_users=101)
    assert only_second(lower, upper) == [({"host"}, [between])]
    assert only_second(upper, lower) == []


def test_a_wider_field_differs_but_for_the_narrower_one() -> None:
    wide = lic("Wide", OPEN, "forbid use if field in { military }")
    narrow = lic("Narrow", OPEN, "forbid use if field in { weapons }")
    assert only_second(wide, narrow) == [(ALL, [case((("field", "weapons"),), field="military")])]
    assert only_second(narrow, wide) == []


def test_every_field_of_a_list_is_told() -> None:
    bound = lic("Bound", OPEN, "forbid use if field in { spam, fraud, hate }")
    ((_, found),) = only_second(bound, FREE)
    assert found == [case(field="fraud"), case(field="spam"), case(field="hate")]


def test_an_exclusive_licence_differs_unless_its_own_family_is_improved() -> None:
    own = lic("Own", OPEN, "forbid improve-other-models unless target in family own")
    expected = [({"improve-other-models", "distill"}, [case((("target", "own"),))])]
    assert only_second(own, FREE) == expected


def test_an_exception_can_take_two_facts() -> None:
    both = "field in { research } and actor in { research-body }"
    bound = lic("Bound", f"permit use if {both}", "permit reproduce, modify, distribute")
    exception = (("field", "research"), ("actor", "research-body"))
    assert only_second(bound, FREE) == [(USES, [case(exception)])]


def test_what_remains_of_a_difference_within_an_exception_is_told_too() -> None:
    bound = lic(
        "Bound", "permit use if field in { research } and not commercial",
        "permit reproduce, modify, distribute",
    )  # fmt: skip
    ((acts, found),) = only_second(bound, FREE)
    assert acts == USES
    assert found[0] == case((("field", "research"),))
    assert case(commercial=True, field="research") in found


def test_silence_reserves_the_work_and_leaves_outputs_free() -> None:
    silent = lic("Silent", "permit use on derivative")
    open_ = lic("Open", "permit use on work, output")
    (found,) = diff_licenses(silent, open_).wider
    assert found.statuses == ("work",)


def test_an_act_is_told_once_where_a_further_fact_adds_another() -> None:
    bound = lic("Bound", OPEN, "forbid use if field in { spam }")
    own = lic("Own", OPEN, "forbid improve-other-models unless target in family own")
    acts = {"improve-other-models", "distill"}
    assert only_second(bound, own) == [
        (ALL - acts, [case(field="spam")]),
        (acts, [case(field="spam", target="own")]),
    ]


def test_two_clauses_that_forbid_the_same_are_two_reasons() -> None:
    bound = lic("Bound", OPEN, "forbid sell if commercial", "forbid distribute if commercial")
    found = diff_licenses(bound, FREE).wider
    assert [(d.acts, d.refusing[0].cite) for d in found] == [
        (("sell",), "2"),
        (("distribute", "sell"), "3"),
    ]


def test_a_lifted_prohibition_does_not_differ_where_it_is_lifted() -> None:
    bound = lic(
        "Bound", OPEN, "forbid use if commercial", 'permit run if commercial notwithstanding "2"'
    )
    ((acts, _),) = only_second(bound, FREE)
    assert acts == USES - {"run", "evaluate"}


def test_outputs_need_no_permission() -> None:
    silent, bound = lic("Silent", "permit use"), lic("Bound", OPEN, "forbid use on output")
    (found,) = diff_licenses(bound, silent).wider
    assert (found.statuses, found.granting) == (("output",), ())


def test_a_prohibition_that_both_have_is_no_difference() -> None:
    one = lic("One", OPEN, "forbid use if commercial")
    other = lic("Other", OPEN + " unless commercial", "permit reproduce, modify, distribute")
    assert only_second(one, other) == only_second(other, one) == []


def test_the_profile_decides_which_prohibitions_count() -> None:
    bound = lic("Bound", OPEN, "forbid train assuming training_is_adaptation")
    assert diff_licenses(bound, FREE).same
    assert not diff_licenses(bound, FREE, "strict").same
    with pytest.raises(ll.UsageError):
        diff_licenses(bound, FREE, "mild")


def test_a_spent_budget_is_no_agreement() -> None:
    known = ll.licenses()
    found = diff_licenses(known["llama3"], known["MIT"], rlimit=1)
    assert found.spent
    assert not found.same
    assert "budget" in render_diff(found)


# Duties, terms, and what may become of the terms


def test_duties_are_gained_lost_and_changed() -> None:
    one = lic("One", OPEN, "require rename when distribute", 'require display-text "A" when host')
    two = lic("Two", OPEN, "require register when use", 'require display-text "B" when host')
    found = {change.kind: change.how for change in diff_licenses(one, two).duties}
    assert found == {"rename": "lost", "register": "gained", "display-text": "changed"}


def test_a_duty_changes_with_its_trigger() -> None:
    one = lic("One", OPEN, "require rename when distribute")
    two = lic("Two", OPEN, "require rename when distribute on derivative")
    (change,) = diff_licenses(one, two).duties
    assert [stance.norm.subjects for stance in change.second] == [frozenset({"derivative"})]
    assert [ref.cite for stance in change.second for ref in stance.clauses] == ["2"]


def test_it_does_not_matter_over_how_many_clauses_a_duty_is_spread() -> None:
    one = lic("One", OPEN, "require rename when distribute, host on work, derivative")
    two = lic(
        "Two", OPEN, "require rename when distribute on work, derivative",
        "require rename when host on work", "require rename when host on derivative",
    )  # fmt: skip
    found = diff_licenses(one, two)
    assert found.same
    assert not found.duties
    assert found.changed or found.added


def test_terms_are_compared_by_kind() -> None:
    one = lic("One", OPEN, "term venue", "term choice-of-law")
    two = lic("Two", OPEN, "term choice-of-law, indemnity")
    found = [(change.kind, change.how) for change in diff_licenses(one, two).terms]
    assert found == [("indemnity", "gained"), ("venue", "lost")]


def test_a_flow_down_is_compared_by_what_it_passes_on() -> None:
    policy = ("forbid use if field in { spam }", "forbid use if field in { hate }")
    one = lic("One", OPEN, *policy, 'require flow-down "2", "3" when distribute')
    same = lic("Same", OPEN, *policy[::-1], 'require flow-down "3", "2" when distribute')
    less = lic("Less", OPEN, *policy, 'require flow-down "3" when distribute')
    assert diff_licenses(one, same).same
    (change,) = diff_licenses(one, less).onward
    assert (change.kind, change.how) == ("flow-down", "lost")
    assert [stance.to_dict()["cites"] for stance in change.first] == [["2"]]


@pytest.mark.parametrize(
    ("norm", "kind"),
    [
        ('require license in { "X" } when distribute', "share-alike"),
        ("forbid further-restrictions except { venue }", "further-restrictions"),
        ('permit relicense to { "X" }', "relicense"),
        ("permit relicense", "relicense"),
        ("permit sublicense", "sublicense"),
    ],
)
def test_what_bears_on_the_outbound_licence_is_told(norm: str, kind: str) -> None:
    (change,) = diff_licenses(FREE, lic("More", OPEN, norm)).onward
    assert (change.kind, change.how) == (kind, "gained")


# Counts-as rules and header


def test_counts_as_rules_are_compared_by_what_they_yield() -> None:
    head = "counts distill as derivative\ncounts copy from work as work"
    one, two = lic("One", OPEN, head=head), lic("Two", OPEN, head=head.replace("distill", "copy"))
    (row, *rest) = diff_licenses(one, two).counts
    assert (row.relations, row.statuses) == (("copy",), ("work",))
    assert (row.first, row.second, row.turns_on) == ("work", "derivative", ())
    assert not rest


def test_a_rule_under_another_reading_is_told_and_is_no_difference_here() -> None:
    head = "counts trained_on as derivative assuming training_is_adaptation\n"
    rest = "counts trained_on as independent"
    one, two = lic("One", OPEN, head=head + rest), lic("Two", OPEN, head=rest)
    found = diff_licenses(one, two)
    (row,) = found.counts
    assert row.first == row.second == "independent"
    assert row.turns_on == ("training_is_adaptation",)
    assert found.same
    assert not diff_licenses(one, two, "strict").same


def test_works_that_are_held_under_different_readings_are_told() -> None:
    bound = lic("Bound", OPEN, head="binds model assuming weights_are_protected")
    (row,) = diff_licenses(bound, lic("Any", OPEN, head="")).binds
    assert (row.types, row.first_turns_on) == (("model",), ("weights_are_protected",))
    assert row.first and row.second


def test_the_header_is_told_and_is_no_difference() -> None:
    found = diff_licenses(lic("One", OPEN, family="a"), lic("Two", OPEN, family="b"))
    assert [(h.what, h.first, h.second) for h in found.header] == [("family", "a", "b")]
    assert found.same


# Clauses


def test_clauses_are_laid_side_by_side() -> None:
    one = lic("One", OPEN, "term venue", "require rename when host", "term indemnity")
    two = lic("Two", OPEN, "require rename when use", "term venue", "term updates")
    pairs, removed, added = align(one, two)
    assert [(a.cite, b.cite) for a, b in pairs] == [("1", "1"), ("2", "3"), ("3", "2")]
    assert [clause.cite for clause in removed] == ["4"]
    assert [clause.cite for clause in added] == ["4"]


def test_a_clause_of_the_same_norms_is_renumbered() -> None:
    found = diff_licenses(lic("One", OPEN, "term venue"), lic("Two", "term venue", OPEN))
    assert found.same
    assert [(a.cite, b.cite) for a, b in found.renumbered] == [("1", "2"), ("2", "1")]
    assert not (found.removed or found.added or found.changed)


def test_clause_numbers_are_ordered_as_numbers() -> None:
    cites = ["preamble", "10", "2(b)", "2(a)(10)", "2", "2(a)(2)"]
    assert sorted(cites, key=number_key) == ["2", "2(a)(2)", "2(a)(10)", "2(b)", "10", "preamble"]


# Command line


def test_the_exit_code_tells_whether_they_differ(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "MIT", "mit"]) == 0
    assert capsys.readouterr().out.startswith("MIT and MIT say the same\n")
    assert run(["diff", "llama3", "llama3.1"]) == 1
    assert run(["diff", "MIT", "gpl"]) == 2
    assert run(["diff", "MIT", "nothing-of-the-kind"]) == 2
    assert run(["diff", "MIT"]) == 2


def test_json_holds_every_section(capsys: pytest.CaptureFixture[str]) -> None:
    run(["diff", "llama3", "llama3.1", "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "licenselogic.diff/1"
    (found,) = data["wider"]
    assert "improve-other-models" in found["acts"]
    assert found["cases"] == [{"scenario": {}, "but": [{"target": "llama3"}]}]
    assert {change["kind"] for change in data["duties"]} >= {"name-prefix", "display-text"}
    assert [clause["cite"] for clause in data["clauses"]["removed"]] == ["1.b.v"]


# The schema


def follows(data: Any, part: str = "") -> bool:
    """Tell whether JSON data follow the published schema, or a definition of it."""
    schema = read_schema("diff")
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    return jsonschema_rs.Draft202012Validator(schema).is_valid(json.loads(json.dumps(data)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("MIT", "MIT"),
        ("llama3", "llama3.1"),
        ("CC-BY-4.0", "CC-BY-SA-4.0"),
        ("creativeml-openrail-m", "bigscience-openrail-m"),
        ("GPL-2.0-only", "GPL-3.0-only"),
    ],
)
def test_json_follows_the_published_schema(first: str, second: str) -> None:
    known = ll.licenses()
    for profile in ("default", "strict"):
        assert follows(diff_licenses(known[first], known[second], profile).to_dict())


def test_json_follows_the_published_schema_when_the_budget_is_spent() -> None:
    known = ll.licenses()
    found = diff_licenses(known["llama2"], known["gemma"], rlimit=1)
    assert found.spent
    assert follows(found.to_dict())


def test_every_norm_of_the_library_follows_the_published_schema() -> None:
    norms = {norm for license in ll.licenses() for c in license.clauses for norm in c.norms}
    data = [norm_data(norm) for norm in norms]
    kinds = read_schema("diff")["$defs"]["content"]["oneOf"]
    assert {kind["properties"]["norm"]["const"] for kind in kinds} == {d["norm"] for d in data}
    schema = {"type": "array", "items": {"$ref": "#/$defs/norm"}}
    whole = jsonschema_rs.Draft202012Validator(schema | {"$defs": read_schema("diff")["$defs"]})
    whole.validate(json.loads(json.dumps(data)))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("spent"),
        lambda data: data.update(more=1),
        lambda data: data.update(schema="licenselogic.diff/2"),
        lambda data: data["wider"][0]["cases"].clear(),
        lambda data: data["wider"][0]["cases"][0]["scenario"].update(target=None),
        lambda data: data["duties"][0].update(how="moved"),
        lambda data: data["duties"][0]["second"][0].pop("clauses"),
        lambda data: data["duties"][0]["second"][0].update(tolerates=[]),
        lambda data: data["clauses"]["removed"][0]["norms"][0].update(norm="duty"),
        lambda data: data["clauses"]["removed"][0]["norms"][0].update(clauses=[]),
    ],
)
def test_changed_json_does_not_follow_the_schema(
    change: Callable[[dict[str, Any]], object],
) -> None:
    known = ll.licenses()
    data = json.loads(json.dumps(diff_licenses(known["llama3"], known["llama3.1"]).to_dict()))
    assert follows(data)
    change(data)
    assert not follows(data)


def test_norms_of_each_kind_have_their_own_words() -> None:
    term = {"norm": "term", "subjects": ["work"], "if": None, "item": "", "kind": "x", "detail": ""}
    assert follows(term, "norm")
    assert not follows({**term, "norm": "freedom"}, "norm")
    assert not follows({**term, "acts": []}, "norm")
