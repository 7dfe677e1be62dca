"""What a work may carry: the best first, with its price; or why nothing does."""

import json

import jsonschema_rs
import pytest
from made import lineage

import licenselogic as ll
from licenselogic.base.codes import Code
from licenselogic.base.schemas import read_schema
from licenselogic.decision.engine import engine_of
from licenselogic.repair.labels import NOT_GIVEN
from licenselogic.repair.ranking import adoption
from licenselogic.report.recommendation_text import render_recommendation
from licenselogic.verdict.check import judge


def names(found: ll.Recommendation) -> list[str]:
    return [candidate.license for candidate in found.candidates]


def test_share_alike_beside_a_permissive_licence() -> None:
    found = ll.recommend(lineage("apache-2.0", "cc-by-sa-4.0"))
    assert found.ladder == "library"
    assert names(found)[0] == "CC-BY-SA-4.0"
    asked = {(duty.duty, duty.clause.license) for duty in found.candidates[0].duties}
    assert ("include-notice", "Apache-2.0") in asked
    assert found.candidates[0].header == (("license", "cc-by-sa-4.0"),)


def test_upstream_terms_that_travel_along_are_one_label() -> None:
    found = ll.recommend(lineage("llama3.1", "gemma", "apache-2.0", by="combine"))
    label = "Apache-2.0 AND gemma AND llama3.1"
    assert label in names(found)
    header = dict(found.candidates[names(found).index(label)].header)
    assert header == {"license": "other", "license_name": "apache-2.0-and-gemma-and-llama3.1"}


def test_what_check_offers_of_many_upstream_licences_is_recommended() -> None:
    many = lineage(
        "bigscience-openrail-m", "bigcode-openrail-m", "creativeml-openrail-m", "openrail++",
        "bigscience-bloom-rail-1.0", "gemma", "mrl-0.1", by="merge",
    )  # fmt: skip
    offered = ll.check(many, license="mit").suggestions
    assert offered and set(offered) <= set(names(ll.recommend(many)))


def test_a_licence_that_the_hub_has_no_id_for_is_named_and_linked() -> None:
    found = ll.recommend(lineage("MG-BY-2.0", by="finetune"))
    (own,) = (c for c in found.candidates if c.license == "MG-BY-2.0")
    header = dict(own.header)
    assert (header["license"], header["license_name"]) == ("other", "mg-by-2.0")
    assert header["license_link"].startswith("https://")


def test_where_no_licence_can_ever_do_the_clash_is_shown() -> None:
    found = ll.recommend(lineage("gpl-3.0", "llama3"))
    assert (found.ladder, found.candidates) == ("none", ())
    assert found.core and {ref.license for ref in found.core} <= {"GPL-3.0-only", "llama3"}
    assert found.counterexamples and found.help


def test_where_one_could_be_written_its_necessary_terms_are_told() -> None:
    found = ll.recommend(lineage("CC-BY-NC-4.0", "llama3.1"))
    assert (found.ladder, found.candidates) == ("writable", ())
    terms = {term.text: term for term in found.necessary_terms}
    assert terms["withhold `use` where commercial"].clauses[0].license == "CC-BY-NC-4.0"
    assert "withhold `use` where more than 700,000,000 monthly active users" in terms
    text = render_recommendation(found)
    assert "such a licence must:" in text and all(told in text for told in terms)


@pytest.mark.parametrize("license", ["no such licence", "other"])
def test_what_is_not_known_upstream_leaves_it_open(license: str) -> None:
    found = ll.recommend(lineage(license, by="finetune"))
    assert (found.ladder, found.candidates) == ("unknown", ())
    assert found.reasons and found.help


def test_the_licence_of_an_upstream_work_comes_before_equals() -> None:
    assert names(ll.recommend(lineage("apache-2.0", by="finetune")))[0] == "Apache-2.0"
    assert names(ll.recommend(lineage("mit", by="finetune")))[0] == "MIT"


def test_what_the_work_declares_plays_no_part() -> None:
    bare = lineage("llama2", by="finetune")
    works = bare.to_dict()["works"]
    labelled = ll.Lineage.from_dict({"works": [*works[:-1], {**works[-1], "license": "mit"}]})
    assert names(ll.recommend(bare)) == names(ll.recommend(labelled)) == ["llama2"]


def test_a_licence_that_names_its_licensor_is_only_passed_on() -> None:
    theirs = {"llama3", "gemma", "apple-amlr", "qwen-research"}
    assert theirs.isdisjoint(names(ll.recommend(lineage("mit", by="finetune"))))
    assert names(ll.recommend(lineage("llama3", by="finetune")))[0] == "llama3"
    works = lineage("mit", by="finetune").to_dict()["works"]
    meta = ll.Lineage.from_dict({"works": [*works[:-1], {**works[-1], "owner": "meta-llama"}]})
    assert "llama3" in names(ll.recommend(meta))


def test_nobody_can_put_a_work_into_the_public_domain_by_its_name() -> None:
    assert NOT_GIVEN.isdisjoint(names(ll.recommend(lineage("mit", by="finetune"))))


@pytest.mark.parametrize(
    ("licenses", "by", "type"),
    [
        (("apache-2.0", "cc-by-sa-4.0"), "merge", "model"),
        pytest.param(("cc-by-nc-4.0",), "trained_on", "model", marks=pytest.mark.slow),
        (("LGPL-2.1-only", "MIT"), "combine", "software"),
        pytest.param(("llama3.1", "gemma"), "merge", "model", marks=pytest.mark.slow),
        pytest.param(("MIT OR GPL-3.0-only",), "incorporate", "software", marks=pytest.mark.slow),
    ],
)
def test_recommend_and_check_agree_on_every_licence(
    licenses: tuple[str, ...], by: str, type: str
) -> None:
    asked = lineage(*licenses, by=by, type=type)
    recommended = set(names(ll.recommend(asked)))
    parties = engine_of(ll.licenses(), None).expressions.parties
    for license in set(ll.licenses().ids("license")) - NOT_GIVEN:
        if parties.licensor(license) and license not in recommended:
            continue  # somebody else's to give
        works = judge(asked, license=license).status == "compatible"
        assert works == (license in recommended), license


def test_what_recipients_must_be_able_to_do() -> None:
    asked = lineage("mit", by="finetune")
    every = names(ll.recommend(asked))
    assert {"CC-BY-NC-4.0", "GPL-3.0-only", "OSL-3.0"} <= set(every)
    commercial = names(ll.recommend(asked, want=["commercial"]))
    assert "CC-BY-NC-4.0" not in commercial and "GPL-3.0-only" in commercial
    relicense = names(ll.recommend(asked, want=["relicense"]))
    assert "GPL-3.0-only" not in relicense and "Apache-2.0" in relicense
    private = names(ll.recommend(asked, want=["private-fork"]))
    assert "CC-BY-ND-3.0" not in private and {"CC-BY-ND-4.0", "GPL-3.0-only"} <= set(private)
    for left in (commercial, relicense, private):
        assert left == [name for name in every if name in left]


def test_goals_that_nothing_meets_say_so() -> None:
    found = ll.recommend(lineage("cc-by-nc-4.0", by="finetune"), want=["commercial"])
    assert found.candidates == () and found.ladder == "library"
    assert "none is what you want" in found.message and found.help


def test_a_goal_that_is_none_is_refused() -> None:
    with pytest.raises(ll.UsageError, match="commercial") as caught:
        ll.recommend(lineage("mit"), want=["comercial"])
    assert caught.value.diagnostics[0].code is Code.UNKNOWN_WORD


def test_adoption_is_told_of_licences_by_their_ids() -> None:
    library = ll.licenses()
    assert list(adoption()) == [library.find(name).id for name in adoption()]  # type: ignore[union-attr]
    assert list(adoption().values()) == sorted(adoption().values(), reverse=True)


@pytest.mark.parametrize(
    "licenses",
    [("apache-2.0",), ("gpl-3.0", "llama3"), ("nobody knows",), ("CC-BY-NC-4.0", "llama3.1")],
)
def test_json_follows_the_published_schema(licenses: tuple[str, ...]) -> None:
    data = json.loads(json.dumps(ll.recommend(lineage(*licenses)).to_dict()))
    jsonschema_rs.Draft202012Validator(read_schema("recommendation")).validate(data)
    assert data["schema"] == "licenselogic.recommendation/1"


def test_the_order_is_the_same_whatever_was_asked_before() -> None:
    first = names(ll.recommend(lineage("apache-2.0", "mit", by="combine")))
    ll.recommend(lineage("llama3.1", "openrail++"))
    assert names(ll.recommend(lineage("mit", "apache-2.0", by="combine"))) == first


def test_the_text_lists_ten_and_counts_the_rest() -> None:
    found = ll.recommend(lineage("mit", by="finetune"))
    text = render_recommendation(found)
    assert f"and {len(found.candidates) - 10:,} more (`-v` shows each)" in text
    assert all(name in render_recommendation(found, full=True) for name in names(found))
    assert "put into the header of the card:\n  license: mit\n" in text


def test_a_licence_can_be_written_for_one_of_the_choices_that_upstream_works_leave() -> None:
    found = ll.recommend(lineage("CC-BY-NC-4.0", "llama3.1 OR llama3"))
    assert found.ladder == "writable" and "--export" in found.help
    asked = {ref.license for term in found.necessary_terms for ref in term.clauses}
    assert "CC-BY-NC-4.0" in asked and len(asked & {"llama3.1", "llama3"}) == 1


@pytest.mark.parametrize(
    "licenses",
    [
        ("bsd", "lgpl"),
        ("MIT OR GPL-3.0-only",),
        ("MIT OR Apache-2.0", "BSD-3-Clause OR Apache-2.0"),
        ("CC-BY-NC-4.0 OR llama3.1", "mit"),
    ],
)
def test_each_candidate_has_the_price_that_check_tells(licenses: tuple[str, ...]) -> None:
    asked = lineage(*licenses, by="combine")
    found = ll.recommend(asked).candidates
    for candidate in (*found[:3], *found[len(found) // 2 :][:3], *found[-3:]):
        verdict = ll.check(asked, license=candidate.license)
        assert (candidate.duties, candidate.conditions) == (verdict.duties, verdict.conditions)
