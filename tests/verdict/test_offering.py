"""What permits nothing in effect takes nothing from anybody: no work goes out under it."""

import pytest

import licenselogic as ll
from licenselogic.base.codes import Code
from licenselogic.verdict.check import candidates, judge

HEAD = 'title "T" covers any text "https://example.org/t"'

EMPTY = {
    "nothing": "",
    "sublicensing alone": "permit sublicense",
    "another licence alone": 'permit relicense to { "MIT" }',
    "outputs alone": "permit use on output, extracted",
    "what is forbidden": "permit use, distribute forbid use, distribute",
    "what is forbidden by a wider act": "permit sell forbid distribute",
    "no number": "permit use if copies > 5 and copies < 3",
    "a limit and its opposite": "permit use if commercial forbid use if commercial",
    "no reading": "permit use assuming weights_are_protected and not weights_are_protected",
}
GRANTS = {
    "one act": "permit use",
    "one act on derivatives": "permit modify on derivative",
    "trade alone": "permit use if commercial",
    "what is lifted": 'permit use notwithstanding "2" forbid use',
}


def library(*norms: str) -> ll.Library:
    """The shipped library with licences `Mine-1`, `Mine-2` ... of these norms."""
    texts = {}
    for number, each in enumerate(norms, 1):
        parts = each.split(" forbid ")
        clauses = [parts[0], *(f"forbid {part}" for part in parts[1:])]
        body = "".join(
            f'clause "{cite}" {{ passage "p" says "s" {norm} }}'
            for cite, norm in enumerate(clauses, 1)
            if norm
        )
        texts[f"{number}.lic"] = f'license "Mine-{number}" {{ {HEAD} {body} }}'.encode()
    return ll.licenses().extended(texts)


def tuned(label: str | None = None, upstream: str = "llama3") -> ll.Lineage:
    base = {"id": "a/base", "type": "model", "license": upstream}
    work = {"id": "b/work", "type": "model", "from": [{"work": "a/base", "by": "finetune"}]}
    return ll.Lineage.from_dict({"works": [base, work | ({"license": label} if label else {})]})


@pytest.mark.parametrize("norms", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("decide", [ll.check, judge])
def test_no_work_goes_out_under_a_licence_that_permits_nothing(norms, decide) -> None:
    for lineage, license in [(tuned(), "Mine-1"), (tuned("Mine-1"), None)]:
        with pytest.raises(ll.LicenseLogicError, match="`Mine-1` permits nothing") as caught:
            decide(lineage, license=license, licenses=library(norms))
        assert caught.value.codes == (Code.NO_PERMISSION,)


@pytest.mark.parametrize("norms", GRANTS.values(), ids=GRANTS)
def test_a_licence_that_permits_something_is_judged(norms) -> None:
    verdict = ll.check(tuned(), license="Mine-1", licenses=library(norms))
    assert verdict.status.value in ("compatible", "incompatible")


@pytest.mark.parametrize("text", ["Mine-1 AND Mine-2", "MIT OR (Mine-1 AND Mine-2)"])
def test_licences_that_leave_nothing_together_are_refused(text: str) -> None:
    known = library("permit use if commercial", "permit use unless commercial")
    with pytest.raises(ll.LicenseLogicError, match="`Mine-1 AND Mine-2` permits nothing"):
        ll.check(tuned(), license=text, licenses=known)


def test_a_choice_with_a_licence_that_permits_nothing_is_refused() -> None:
    with pytest.raises(ll.LicenseLogicError, match="`Mine-1` permits nothing"):
        ll.check(tuned(), license="llama3 OR Mine-1", licenses=library("permit sublicense"))


def test_what_permits_nothing_upstream_is_judged_as_ever() -> None:
    verdict = ll.check(
        tuned(upstream="Mine-1"), license="MIT", licenses=library("permit sublicense")
    )
    assert verdict.status.value == "incompatible"


def test_what_permits_nothing_is_no_candidate() -> None:
    found = candidates(tuned(), "b/work", ["Mine-1", "llama3"], library("permit sublicense"))
    assert found == ("llama3",)
