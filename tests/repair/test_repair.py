"""What mends a work: the cheapest changes first, each put to the decision again."""

import json
from typing import Any

import jsonschema_rs
import pytest
from made import lineage

import licenselogic as ll
from licenselogic.base.codes import Code
from licenselogic.base.schemas import read_schema
from licenselogic.repair.repairs import Action, Repair
from licenselogic.report.repair_text import render_repairs

Made = tuple[str, str]


def work(name: str, license: str | None, *upstream: Made, **more: Any) -> dict[str, Any]:
    edges = [{"work": above, "by": by} for above, by in upstream]
    found = {"id": name, "type": "model", "license": license, "from": edges, **more}
    return {key: value for key, value in found.items() if value is not None}


def made(*works: dict[str, Any]) -> ll.Lineage:
    return ll.Lineage.from_dict({"works": list(works)})


def actions(repair: Repair) -> list[tuple[str, str]]:
    return [(change.action.value, change.target) for change in repair.changes]


BLEND = made(
    work("meta-llama/L", "llama3"),
    work("mistralai/M", "apache-2.0"),
    work("me/x", "mit", ("meta-llama/L", "merge"), ("mistralai/M", "merge")),
)


def test_a_wrong_label_is_mended_by_the_right_one() -> None:
    found = ll.repair(lineage("llama2", by="finetune"), license="mit")
    first = found.repairs[0]
    assert (first.cost, first.license) == (1, "llama2")
    assert actions(first) == [("license", "me/work")] and "`llama2`" in first.changes[0].detail
    assert any(duty.duty == "include-notice" for duty in first.duties)
    assert [actions(r) for r in found.repairs[1:]] == [
        [("replace", "up/0")], [("permission", "meta-llama")], [("publish", "me/work")],
    ]  # fmt: skip


def test_where_no_label_helps_another_way_to_make_it_does() -> None:
    found = ll.repair(BLEND)
    ways = [actions(repair) for repair in found.repairs]
    assert ways[0] == [("drop", "meta-llama/L")]
    assert [("relation", "meta-llama/L"), ("license", "me/x")] in ways
    assert [("permission", "meta-llama")] in ways


def test_each_repair_is_a_lineage_that_checks() -> None:
    for repair in ll.repair(BLEND, limit=8).repairs:
        verdict = ll.check(repair.lineage, "me/x")
        assert (verdict.status, verdict.license) == ("compatible", repair.license)
        assert (verdict.duties, verdict.conditions) == (repair.duties, repair.conditions)


def test_an_adapter_alone_is_another_way_to_ship_a_finetune() -> None:
    apart = {"adapter_is_derivative": False}
    found = ll.repair(lineage("cc-by-nd-4.0", by="finetune"), license="mit", assumptions=apart)
    assert actions(found.repairs[0]) == [("relation", "up/0")]
    assert "ship the adapter alone" in found.repairs[0].changes[0].detail


def test_a_dataset_is_removed_or_its_owner_asked() -> None:
    data = work("u/data", "cc-by-nc-4.0", type="dataset")
    base = work("mistralai/M", "apache-2.0")
    mine = work(
        "me/x", "apache-2.0", ("mistralai/M", "finetune"), ("u/data", "trained_on"), publish="sell"
    )
    ways = [actions(repair) for repair in ll.repair(made(data, base, mine)).repairs]
    assert ways[0] == [("publish", "me/x")]
    assert [("remove-dataset", "u/data")] in ways and [("permission", "u")] in ways


def test_a_false_label_is_corrected_at_its_source() -> None:
    chain = made(
        work("meta-llama/L", "llama3"),
        work("p/P", "gpl-3.0", ("meta-llama/L", "finetune")),
        work("me/x", "gpl-3.0", ("p/P", "finetune")),
    )
    ways = {tuple(actions(repair)): repair for repair in ll.repair(chain).repairs}
    relabelled = ways[("relabel", "p/P"), ("license", "me/x")]
    assert relabelled.lineage.works["p/P"].license == relabelled.license == "llama3"


def test_terms_of_ones_own_are_a_way_out() -> None:
    found = ll.repair(lineage("CC-BY-NC-4.0", "llama3.1"), license="mit")
    assert actions(found.repairs[0]) == [("own-terms", "me/work")]
    assert found.repairs[0].license == "proprietary"


def test_what_is_not_known_upstream_is_asked_for_or_replaced() -> None:
    found = ll.repair(lineage("no such licence", by="finetune"), license="mit")
    assert found.status == "unknown" and found.reasons
    assert [actions(r) for r in found.repairs] == [[("replace", "up/0")], [("permission", "up")]]


def test_a_work_that_is_well_needs_nothing() -> None:
    found = ll.repair(lineage("mit", by="finetune"), license="apache-2.0")
    assert (found.status, found.repairs) == ("compatible", ()) and "as it is" in found.message


def test_duties_that_are_unmet_are_part_of_the_repair() -> None:
    bare = {"files": ["model.safetensors"], "text": "A model.", "name": "me/x"}
    mine = work("me/x", "llama3", ("meta-llama/L", "finetune"), evidence=bare)
    found = ll.repair(made(work("meta-llama/L", "llama3"), mine))
    assert found.status == "compatible"
    (only,) = found.repairs[:1]
    assert {change.action for change in only.changes} == {Action.DISCHARGE}
    assert any(change.detail.startswith("name-prefix") for change in only.changes)
    assert only.cost == len(only.changes)
    dear = ll.repair(made(work("meta-llama/L", "llama3"), mine), costs={"discharge:name-prefix": 7})
    assert dear.repairs[0].cost == only.cost + 6


def test_costs_decide_the_order() -> None:
    asked = ll.repair(BLEND, costs={"permission": 1})
    assert actions(asked.repairs[0]) == [("permission", "meta-llama")]
    never = ll.repair(BLEND, costs={"permission": None, "publish": None, "relation": None})
    told = {change.action.value for repair in never.repairs for change in repair.changes}
    assert told <= {"license", "own-terms", "drop", "replace"}
    one = ll.repair(BLEND, costs={"drop:meta-llama/L": 50})
    assert actions(one.repairs[0]) != [("drop", "meta-llama/L")]


def test_the_cheapest_come_first_and_none_holds_another() -> None:
    found = ll.repair(BLEND, limit=12).repairs
    assert [repair.cost for repair in found] == sorted(repair.cost for repair in found)
    for one in found:
        assert one.cost == sum(change.cost for change in one.changes)
        others = [other for other in found if other is not one]
        assert not any(set(other.changes) <= set(one.changes) for other in others)


def test_an_empty_answer_says_why_and_what_is_next() -> None:
    nothing = {action.value: None for action in Action if action is not Action.DISCHARGE}
    found = ll.repair(BLEND, costs=nothing)
    assert found.repairs == () and "mends" in found.message and "costs" in found.help
    assert found.message in render_repairs(found)


@pytest.mark.parametrize(
    ("costs", "code", "told"),
    [
        ({"dorp": 1}, Code.UNKNOWN_WORD, "did you mean `drop`?"),
        ({"drop": 0}, Code.BAD_OPTION, "from 1"),
        ({"drop": True}, Code.BAD_OPTION, "from 1"),
        ({"discharge": None}, Code.BAD_OPTION, "never ruled out"),
    ],
)
def test_a_cost_that_is_none_is_refused(costs: dict[str, Any], code: Code, told: str) -> None:
    with pytest.raises(ll.UsageError) as caught:
        ll.repair(BLEND, costs=costs)
    assert caught.value.diagnostics[0].code is code and told in str(caught.value)


def test_what_others_made_is_theirs_to_change() -> None:
    chain = made(
        work("meta-llama/L", "llama3"),
        work("p/P", "mit", ("meta-llama/L", "merge")),
        work("me/x", "mit", ("p/P", "finetune")),
    )
    told = [change for repair in ll.repair(chain, limit=9).repairs for change in repair.changes]
    assert not any(c.target == "meta-llama/L" for c in told)
    assert any(c.target == "p/P" and c.action == "replace" for c in told)


@pytest.mark.parametrize(
    ("asked", "license"),
    [
        (BLEND, None),
        (lineage("mit", by="finetune"), "mit"),
        (lineage("no such licence"), "mit"),
        (lineage("CC-BY-NC-4.0", "llama3.1"), None),
    ],
)
def test_json_follows_the_published_schema(asked: ll.Lineage, license: str | None) -> None:
    data = json.loads(json.dumps(ll.repair(asked, license=license).to_dict()))
    jsonschema_rs.Draft202012Validator(read_schema("repair")).validate(data)
    assert data["schema"] == "licenselogic.repair/1"
    schema = read_schema("repair")["properties"]["repairs"]["items"]["properties"]
    named = schema["changes"]["items"]["properties"]["action"]["enum"]
    assert named == [action.value for action in Action]


def test_a_long_lineage_has_its_cheapest_repair() -> None:
    works = [work("meta-llama/L", "llama3")]
    for number in range(150):
        works.append(work(f"w{number}", "mit", (works[-1]["id"], "finetune")))
    found = ll.repair(made(*works))
    assert [(repair.cost, repair.license) for repair in found.repairs[:1]] == [(1, "llama3")]


def test_clauses_that_nobody_checked_are_told() -> None:
    license = (
        'license "Herring-1.0" {\n  title "Herring"\n  text "https://example.org/h"\n'
        '  covers model\n\n  clause "1" {\n    passage "All"\n    says "All."\n'
        "    permit use, modify, reproduce, distribute unless commercial\n  }\n}\n"
    )
    library = ll.licenses().extended({"herring.lic": license.encode()})
    asked = made(work("u/U", "Herring-1.0"), work("me/x", "mit", ("u/U", "finetune")))
    for found in (ll.repair(asked, licenses=library), ll.recommend(asked, licenses=library)):
        assert [f.code for f in found.findings if f.code is Code.UNREVIEWED] == [Code.UNREVIEWED]


def test_a_base_of_the_line_that_a_clause_names_is_not_thought_away() -> None:
    """Without it the model would be a stranger whom the teacher's licence forbids to improve."""
    tuned = work("mine", None, ("ann/base", "finetune"), ("teacher", "trained_on"))
    asked = made(work("ann/base", "llama2 AND CECILL-2.1"), work("teacher", "llama2"), tuned)
    first = ll.repair(asked, profile="strict").repairs[0]
    assert actions(first) == [("publish", "mine")] and first.cost == 4
