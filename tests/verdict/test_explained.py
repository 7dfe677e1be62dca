"""A verdict is worded once: text and JSON tell the same finding, and data stands beside words."""

from typing import Any

import pytest

import licenselogic as ll
from licenselogic.norms.conditions import All, Compare, IsTrue, Member, Not, Some
from licenselogic.norms.plain import condition_data
from licenselogic.norms.wording import condition_text
from licenselogic.report.verdict_text import render_verdict

CASES = [
    (["llama2:finetune"], "apache-2.0"),
    (["GPL-3.0-only:merge", "openrail++:merge"], "GPL-3.0-only"),
    (["GPL-3.0-only:finetune"], "creativeml-openrail-m"),
    (["CC-BY-NC-4.0:finetune"], "CC-BY-NC-4.0"),
    (["Apache-2.0:incorporate"], "GPL-2.0-only"),
    (["gemma:quantized"], "mit"),
    (["MIT OR GPL-3.0-only:finetune", "other:merge"], "mit"),
    (["CC-BY-4.0:merge", "openrail++:merge"], "openrail++"),
]


def verdict(upstream: list[str], offered: str | None, **options: Any) -> ll.Verdict:
    works: list[dict[str, Any]] = []
    edges = []
    for number, entry in enumerate(upstream):
        license, _, relation = entry.rpartition(":")
        works.append({"id": f"up/{number}", "type": "model", "license": license})
        edges.append({"work": f"up/{number}", "by": relation})
    works.append({"id": "me/work", "type": "model", "from": edges})
    return ll.check(ll.Lineage.from_dict({"works": works}), license=offered, **options)


@pytest.mark.parametrize(("upstream", "offered"), CASES)
@pytest.mark.parametrize("profile", ["default", "strict"])
def test_text_and_json_tell_the_same_finding(
    upstream: list[str], offered: str, profile: str
) -> None:
    found = verdict(upstream, offered, profile=profile)
    data, text = found.to_dict(), render_verdict(found, full=True)
    told = [data["message"], *data["notes"]] + ([data["help"]] if data["help"] else [])
    for entry in data["counterexamples"]:
        told += [
            entry["message"],
            entry["help"],
            *([entry["situation"]] * bool(entry["situation"])),
        ]
        told += [f"{c['license']} {c['cite']}: {c['says']}" for c in entry["clauses"]]
    told += [entry["text"] for entry in data["conditions"]]
    told += [entry["message"] for entry in data["reasons"] + data["warnings"]]
    told += [entry["message"] for entry in data["sensitivity"]]
    if data["status"] != "incompatible":
        told += [entry["message"] for entry in data["duties"]]
    assert [sentence for sentence in told if sentence not in text] == []


def test_likewise_names_each_by_its_label() -> None:
    found = verdict(["openrail++:finetune"], "mit")
    alike = [c for c in found.counterexamples if c.kind == "use-restriction"]
    text = render_verdict(found)
    assert len(alike) > 2
    assert all(c.label in text for c in alike[1:15])
    assert text.count("error[use-restriction]") == 1


def test_a_clause_tells_where_it_stands() -> None:
    (ref,) = verdict(["llama2:finetune"], "apache-2.0").counterexamples[0].clauses
    data = ref.to_dict()
    license = ll.licenses()["llama2"]
    assert data["address"] == license.text.url
    assert data["read"] == license.text.read
    first = license.clause(ref.cite).passages[0]
    assert {"first": first.first, "last": first.last} in data["passages"]
    assert data["span"]["file"].endswith(".lic") and data["span"]["line"] > 1


def test_a_clause_of_an_exception_has_the_address_of_its_own_text() -> None:
    found = verdict(["LGPL-2.1-only WITH Linux-syscall-note:combine"], "mit")
    known = ll.licenses()
    addresses = {d.clause.license: d.clause.address for d in found.duties}
    assert addresses == {
        name: known.entity(name).text.url for name in ("LGPL-2.1-only", "Linux-syscall-note")
    }


def test_a_condition_is_data_beside_its_words() -> None:
    (scale,) = [
        c for c in verdict(["llama2:finetune"], "llama2").conditions if "700,000,000" in c.text
    ]
    assert scale.condition == Not(Compare("monthly_active_users", ">", 700_000_000))
    assert scale.text == condition_text(scale.condition)
    data = scale.to_dict()
    assert data["condition"] == {
        "fact": "monthly_active_users",
        "op": "<=",
        "value": 700_000_000,
    }
    assert (data["work"], data["made"], data["whose"]) == ("up/0", "me/work", "publisher")
    assert data["act"]


def test_every_form_of_condition_has_json() -> None:
    fields = Member("field", frozenset({"weapons", "research"}))
    within = Some((IsTrue("commercial"), Not(fields)))
    assert condition_data(All((within, Compare("date", ">", 1)))) == {
        "all": [
            {
                "any": [
                    {"fact": "commercial", "op": "is", "value": True},
                    {"fact": "field", "op": "not in", "value": ["research", "weapons"]},
                ]
            },
            {"fact": "date", "op": ">", "value": "0001-01-01"},
        ]
    }
    assert condition_data(Not(within)) == {
        "all": [
            {"fact": "commercial", "op": "is", "value": False},
            {"fact": "field", "op": "in", "value": ["research", "weapons"]},
        ]
    }


def test_a_verdict_says_what_it_was_made_with() -> None:
    data = verdict(["mit:finetune"], "mit").to_dict()
    assert data["version"] == ll.__version__
    assert data["library"] == ll.licenses().digest


def test_words_of_the_text_are_added_where_it_is_at_hand() -> None:
    found = verdict(["llama2:finetune"], "apache-2.0").quoting(lambda ref: f"text of {ref.cite}")
    first = found.to_dict()["counterexamples"][0]["clauses"][0]
    assert first["words"] == f"text of {first['cite']}"
    assert f'text:     "text of {first["cite"]}"' in render_verdict(found)


def test_a_verdict_is_no_yes() -> None:
    with pytest.raises(TypeError, match=r"verdict\.status"):
        bool(verdict(["mit:finetune"], "mit"))


def test_a_verdict_and_a_counterexample_are_one_line_each() -> None:
    found = verdict(["llama2:finetune"], "apache-2.0")
    assert str(found) == "incompatible: me/work under Apache-2.0"
    assert str(verdict(["mit:finetune"], None)) == "unknown: me/work under no licence"
    for shown in (repr(found), repr(found.counterexamples[0])):
        assert "\n" not in shown and len(shown) < 100


def test_kinds_and_states_are_text() -> None:
    found = verdict(["gemma:quantized"], "mit")
    assert "use-restriction" in {c.kind for c in found.counterexamples}
    assert {d.state for d in verdict(["gemma:quantized"], "gemma").duties} == {"unchecked"}
