"""What the licences of model families come to: where, for how many, for what, and under which name.

Each case is one question that people ask, with the clause of the text that answers it.
"""

import pytest
from asking import ask, cited

import licenselogic as ll
from licenselogic.verdict.verdict import Verdict

HUNYUAN = [
    "tencent-hunyuan-3d-2.1",
    "tencent-hunyuan-a13b",
    "tencent-hunyuan-image-2.1",
    "tencent-hunyuan-image-3.0",
    "tencent-hunyuan-mt",
    "tencent-hunyuan-video-1.5",
]


def owed(verdict: Verdict) -> set[tuple[str, str]]:
    return {(duty.duty, duty.clause.cite) for duty in verdict.duties}


def conditions(verdict: Verdict) -> set[str]:
    return {condition.text for condition in verdict.conditions}


@pytest.mark.parametrize("license", HUNYUAN)
@pytest.mark.parametrize("place", ["european-union", "united-kingdom", "south-korea"])
def test_hunyuan_derivatives_are_not_sold_outside_the_territory(license: str, place: str) -> None:
    verdict = ask(
        license, "finetune", license, publish="sell", facts={"territory": place}, of="model"
    )
    assert verdict.status == "incompatible"
    assert (license, "5.c") in cited(verdict)


@pytest.mark.parametrize("license", HUNYUAN)
def test_elsewhere_they_are_on_the_conditions_of_the_agreement(license: str) -> None:
    verdict = ask(license, "finetune", license, publish="sell", of="model")
    limit = "1,000,000" if license == "tencent-hunyuan-3d-2.1" else "100,000,000"
    assert verdict.status == "compatible"
    assert f"at most {limit} monthly active users" in conditions(verdict)
    assert "territory is not one of european-union, south-korea, united-kingdom" in conditions(
        verdict
    )
    duties = {("include-license", "3.a"), ("state-changes", "3.b"), ("include-notice", "3.d")}
    assert duties | {("give-use-policy", "5.a")} <= owed(verdict)


@pytest.mark.parametrize("license", HUNYUAN)
@pytest.mark.parametrize("by", ["finetune", "distill"])
def test_no_permissive_label_takes_the_place_of_a_hunyuan_agreement(license: str, by: str) -> None:
    verdict = ask(license, by, "MIT", of="model")
    found = {cite for _, cite in cited(verdict)}
    assert verdict.status == "incompatible"
    assert {"4", "5.b", "5.c", "Exhibit A.19"} <= found
    assert found & {"5.a", "5.b"}


@pytest.mark.parametrize(
    ("license", "target", "status"),
    [
        ("tencent-hunyuan-mt", "tencent-hunyuan-3d-2.1", "compatible"),
        ("tencent-hunyuan-mt", "tencent-hunyuan-video-1.5", "compatible"),
        ("tencent-hunyuan-mt", "apache-2.0", "incompatible"),
        ("tencent-hunyuan-3d-2.1", "tencent-hunyuan-3d-2.0-cla", "incompatible"),
    ],
)
def test_outputs_improve_the_models_that_the_agreement_names(license, target, status) -> None:
    """Most speak of every Hunyuan model, the one of 3D 2.1 of that alone (5.b)."""
    works = [
        {"id": "tencent/teacher", "type": "model", "license": license},
        {"id": "tencent/base", "type": "model", "license": target},
        {
            "id": "me/data",
            "type": "dataset",
            "license": license,
            "publish": "internal",
            "from": [{"work": "tencent/teacher", "by": "generated_by"}],
        },
        {
            "id": "me/model",
            "type": "model",
            "license": f"{license} AND {target}",
            "publish": "internal",
            "from": [
                {"work": "tencent/base", "by": "finetune"},
                {"work": "me/data", "by": "trained_on"},
            ],
        },
    ]
    verdict = ll.check(ll.Lineage.from_dict({"works": works}))
    assert verdict.status == status
    assert status == "compatible" or (license, "5.b") in cited(verdict)


@pytest.mark.parametrize("license", HUNYUAN)
def test_a_service_names_its_provider_where_the_agreement_asks(license: str) -> None:
    asked = license in ("tencent-hunyuan-image-2.1", "tencent-hunyuan-video-1.5")
    service = ask(license, "finetune", license, publish="service", of="model")
    assert (("name-provider", "3.e") in owed(service)) is asked
    assert ("name-provider", "3.e") not in owed(ask(license, "finetune", license, of="model"))


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_exaone_derivatives_are_for_research_and_bear_the_name(version: str) -> None:
    license = f"exaone-ai-model-{version}-nc"
    verdict = ask(license, "finetune", license, of="model")
    assert verdict.status == "compatible"
    assert ("name-prefix", "2.1.c") in owed(verdict)
    assert "field is one of evaluation, research and not commercial" in conditions(verdict)
    sold = ask(license, "finetune", license, publish="sell", of="model")
    assert sold.status == "incompatible" and (license, "3.1") in cited(sold)


@pytest.mark.parametrize(("version", "field"), [("1.1", "research"), ("1.2", "competition")])
def test_exaone_improves_no_other_model_at_first_and_no_competing_one_later(
    version: str, field: str
) -> None:
    license = f"exaone-ai-model-{version}-nc"
    verdict = ask(license, "distill", "MIT", of="model", facts={"field": field})
    kinds = {c.kind.value for c in verdict.counterexamples if c.clauses[0].cite == "3.1"}
    assert verdict.status == "incompatible"
    assert "exclusive-improvement" in kinds


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_outputs_of_exaone_are_not_sold_and_belonged_to_the_licensor_at_first(version: str) -> None:
    license = f"exaone-ai-model-{version}-nc"
    verdict = ask(license, "generated_by", "CC-BY-4.0", "model", type="dataset", publish="sell")
    assert verdict.status == "incompatible"
    assert (license, "3.1") in cited(verdict)
    assert ((license, "4.2") in cited(verdict)) is (version == "1.1")


@pytest.mark.parametrize("license", ["flux-1-nc", "flux-1-nc-1.1.1", "flux-dev-nc-2.0"])
def test_a_flux_adapter_is_not_sold_and_says_whose_model_it_is(license: str) -> None:
    sold = ask(license, "adapter", license, publish="sell", of="model")
    assert sold.status == "incompatible" and (license, "2(b)") in cited(sold)
    shared = ask(license, "adapter", license, of="model")
    assert shared.status == "compatible"
    assert {("include-license", "3(a)"), ("include-notice", "3(b)")} <= owed(shared)
    filtered = ("content-filter", "2(e)") in owed(shared)
    assert filtered is (license != "flux-1-nc")


def test_fish_audio_is_for_research_under_its_badge() -> None:
    license = "fish-audio-research-2026-03-07"
    service = ask(license, "finetune", license, publish="service", of="model")
    assert service.status == "compatible"
    assert {("display-text", "IV.a"), ("include-notice", "IV.a")} <= owed(service)
    sold = ask(license, "finetune", license, publish="sell", of="model")
    assert sold.status == "incompatible" and (license, "III") in cited(sold)
    student = ask(license, "distill", "Apache-2.0", of="model")
    assert student.status == "incompatible" and (license, "IV.b") in cited(student)


def test_dots_may_be_sold_with_its_badge_but_is_not_mit() -> None:
    sold = ask("dots-mocr", "finetune", "dots-mocr", publish="sell", of="model")
    assert sold.status == "compatible"
    duties = {("include-license", "7.1"), ("retain-notices", "7.2"), ("display-text", "7.3")}
    assert duties <= owed(sold)
    copied = ask("dots-mocr", "copy", "dots-mocr", of="model")
    assert ("display-text", "7.3") not in owed(copied)
    relabelled = ask("dots-mocr", "finetune", "MIT", of="model")
    assert relabelled.status == "incompatible"
    assert ("dots-mocr", "3.3(a)") in cited(relabelled)


@pytest.mark.parametrize(
    "name",
    ["exaone", "tencent-hunyuan-community", "flux-1-dev-non-commercial-license"],
)
def test_a_name_of_several_texts_is_settled_where_all_of_them_agree(name: str) -> None:
    assert ask(name, "finetune", "MIT", of="model").status == "incompatible"
    assert ask(name, "finetune", name, of="model").status == "unknown"
