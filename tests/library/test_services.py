"""What is only hosted hands out nothing: which copyleft texts reach it all the same."""

import pytest
from asking import ask, cited

from licenselogic.library.library import licenses
from licenselogic.norms.assumptions import select, valuation
from licenselogic.semantics.semantics import allowed

HANDED_OUT = [
    ("MPL-1.0", "software"),
    ("MPL-1.1", "software"),
    ("MPL-2.0", "software"),
    ("MPL-2.0-no-copyleft-exception", "software"),
    ("NOSL", "software"),
    ("BitTorrent-1.0", "software"),
    ("CDDL-1.0", "software"),
    ("CDDL-1.1", "software"),
    ("CPL-1.0", "software"),
    ("IPL-1.0", "software"),
    ("EPL-1.0", "software"),
    ("EPL-2.0", "software"),
    ("EUPL-1.0", "software"),
    ("CECILL-1.0", "software"),
    ("CECILL-2.0", "software"),
    ("CECILL-2.1", "software"),
    ("CECILL-C", "software"),
    ("SimPL-2.0", "software"),
    ("Sleepycat", "software"),
    ("MS-RL", "software"),
    ("LiLiQ-R-1.1", "software"),
    ("LiLiQ-Rplus-1.1", "software"),
    ("CERN-OHL-S-2.0", "software"),
    ("CERN-OHL-W-2.0", "software"),
    ("LGPL-2.1-only", "software"),
    ("GPL-2.0-only", "software"),
    ("GPL-3.0-only", "software"),
    ("LGPLLR", "dataset"),
    ("GFDL-1.3-only", "dataset"),
    ("LAL-1.3", "dataset"),
    ("CC-BY-SA-1.0", "dataset"),
    ("CC-BY-SA-3.0", "dataset"),
    ("CC-BY-SA-4.0", "dataset"),
]
"""Copyleft texts whose conditions are on copies, and the material that each is for."""

REACHES_A_SERVICE = [
    ("AGPL-3.0-only", "software", "13"),
    ("SSPL-1.0", "software", "13"),
    ("APSL-2.0", "software", "2.2(c)"),
    ("CPAL-1.0", "software", "3.1"),
    ("EUPL-1.1", "software", "5.copyleft"),
    ("EUPL-1.2", "software", "5.copyleft"),
    ("OSL-3.0", "software", "5"),
    ("NPOSL-3.0", "software", "5"),
    ("RPL-1.5", "software", "6.0"),
    ("fair-ai-public-1.0", "software", "Notices.3"),
    ("ODbL-1.0", "dataset", "4.4.a"),
    ("CDLA-Sharing-1.0", "dataset", "3.1(a)"),
]
"""Those that say of themselves that hosting counts, and the clause that says so."""


@pytest.mark.parametrize("label", ["BUSL-1.1", "PolyForm-Noncommercial-1.0.0"])
@pytest.mark.parametrize(("license", "material"), HANDED_OUT)
def test_a_service_owes_no_freedom_that_hangs_on_copies(
    license: str, material: str, label: str
) -> None:
    assert ask(license, "incorporate", label, material, publish="service").status == "compatible"


@pytest.mark.parametrize(("license", "material"), HANDED_OUT)
def test_what_is_handed_out_still_owes_it(license: str, material: str) -> None:
    assert ask(license, "incorporate", "BUSL-1.1", material).status == "incompatible"


@pytest.mark.parametrize(("license", "material", "cite"), REACHES_A_SERVICE)
def test_a_text_that_takes_hosting_in_reaches_a_service(
    license: str, material: str, cite: str
) -> None:
    verdict = ask(license, "incorporate", "BUSL-1.1", material, publish="service")
    assert verdict.status == "incompatible"
    assert (license, cite) in cited(verdict)


@pytest.mark.parametrize(
    ("license", "hosted"),
    [("CC-BY-ND-4.0", True), ("CC-BY-NC-ND-4.0", True), ("CC-BY-ND-3.0", False)],
)
def test_no_derivatives_lets_host_what_it_lets_make(license: str, hosted: bool) -> None:
    """CC 4.0, 2(a)(1)(B): "produce and reproduce, but not Share"; 3.0 grants no adaptation."""
    found = licenses()[license]
    assert allowed(found, "host", "derivative", {}, valuation(select())) is hosted


@pytest.mark.parametrize("publish", ["service", "share"])
@pytest.mark.parametrize("license", ["flux-1-nc", "flux-1-nc-1.1.1", "flux-dev-nc-2.0", "mnpl-0.1"])
def test_no_dealings_with_end_users_means_no_service_to_others(license: str, publish: str) -> None:
    found = ask(license, "finetune", license, "model", publish=publish)
    assert found.status == ("incompatible" if publish == "service" else "compatible")
