"""Models inside products for end users: what binds those who receive them so, and what does not."""

import pytest
from asking import ask

from licenselogic.library.library import licenses
from licenselogic.norms.assumptions import select, valuation
from licenselogic.semantics.semantics import allowed, baseline

LIFTED = [
    ("llama2", {"monthly_active_users": 800_000_000}),
    ("llama3.1", {"monthly_active_users": 800_000_000}),
    ("databricks-open-model-license", {"monthly_active_users": 800_000_000}),
    ("stability-ai-community-2024", {"annual_revenue": 2_000_000}),
]


@pytest.mark.parametrize(("license", "facts"), LIFTED)
def test_who_receives_a_model_in_a_product_is_free_of_the_limit_of_scale(
    license: str, facts: dict[str, int]
) -> None:
    found, readings = licenses()[license], valuation(select())
    alone = {**baseline(), **facts}
    inside = {**alone, "received_in_product": True}
    assert not allowed(found, "use", "larger-work", alone, readings)
    assert allowed(found, "use", "larger-work", inside, readings)
    assert not allowed(found, "use", "work", inside, readings)


def test_whoever_makes_the_product_is_held_to_the_limit() -> None:
    found = ask(
        "llama3.1",
        "embed",
        "proprietary",
        of="model",
        type="software",
        facts={"monthly_active_users": 800_000_000},
    )
    assert {c.rule for c in found.counterexamples} == {"1"}


def test_hunyuan_frees_recipients_of_products_of_the_conditions_of_distribution() -> None:
    product = ask("tencent-hunyuan-a13b", "embed", "proprietary", of="model", type="software")
    duties = product.to_dict()["duties"]
    owed = {
        d["clause"]["cite"]: d.get("condition") for d in duties if d["clause"]["cite"][0] == "3"
    }
    assert owed == dict.fromkeys(["3.a", "3.d"], received(False))


def received(value: bool) -> dict[str, object]:
    return {"fact": "received_in_product", "op": "is", "value": value}
