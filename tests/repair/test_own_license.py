"""A licence written for a work: it can be read and loaded, the work fits it, none permits more."""

from dataclasses import replace

import pytest
from made import lineage

import licenselogic as ll
from licenselogic.decision.engine import engine_of
from licenselogic.norms.assumptions import select
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import License, Permission, Prohibition
from licenselogic.repair.own_license import OwnLicense, own_license
from licenselogic.repair.permissive import Permissive

WRITABLE = [
    ("CC-BY-NC-4.0", "llama3.1"),
    ("llama2",),
    ("gemma", "llama3.1"),
    ("apache-2.0", "mit"),
    ("openrail++", "CC-BY-NC-4.0"),
    ("qwen-2024", "apache-2.0"),
]


def loaded(found: OwnLicense) -> tuple[ll.Library, License]:
    library = ll.licenses().extended({"own.lic": found.text.encode()})
    return library, library[found.id]


@pytest.mark.parametrize("upstream", WRITABLE)
def test_the_work_fits_the_licence_that_is_written_for_it(upstream: tuple[str, ...]) -> None:
    made = lineage(*upstream)
    found = own_license(made)
    library, _ = loaded(found)
    assert ll.check(made, None, found.id, licenses=library).status == "compatible"


def looser(license: License) -> list[License]:
    """Return the licence with one prohibition less, or one permission without its condition."""
    found = []
    for number, clause in enumerate(license.clauses):
        for place, norm in enumerate(clause.norms):
            norms = list(clause.norms)
            if isinstance(norm, Prohibition):
                del norms[place]
            elif isinstance(norm, Permission) and norm.condition != TRUE:
                norms[place] = replace(norm, condition=TRUE)
            else:
                continue
            clauses = list(license.clauses)
            clauses[number] = replace(clause, norms=tuple(norms))
            found.append(replace(license, clauses=tuple(clauses), id="Looser-1.0"))
    return found


@pytest.mark.parametrize("upstream", WRITABLE[:3])
def test_whatever_permits_more_breaks_a_clause_upstream(upstream: tuple[str, ...]) -> None:
    made = lineage(*upstream)
    _, own = loaded(own_license(made))
    tried = 0
    for other in looser(own)[:12]:
        library = ll.Library.of([*ll.licenses(), own, other])
        permissive = Permissive(engine_of(library, None), select())
        if permissive.count([other]) > permissive.count([own]):
            tried += 1
            assert ll.check(made, None, other.id, licenses=library).status == "incompatible"
    assert tried


@pytest.mark.parametrize("upstream", [("gpl-3.0",), ("cc-by-nd-4.0",), ("gpl-3.0", "llama3")])
def test_where_none_can_be_written_there_is_no_text(upstream: tuple[str, ...]) -> None:
    found = own_license(lineage(*upstream))
    assert found.text == "" and found.verdict.status != "compatible"


def test_it_agrees_with_terms_of_the_publishers_own() -> None:
    """What `proprietary` may be is what can be written."""
    others = (("gpl-3.0",), ("cc-by-sa-4.0",), ("CC-BY-ND-3.0", "MG-BY-ND-1.0"))
    for upstream in (*WRITABLE, *others, ("ODbL-1.0", "CC-BY-NC-2.5")):
        made = lineage(*upstream, by="combine", type="dataset")
        own = ll.check(made, None, "proprietary").status == "compatible"
        assert own == bool(own_license(made).text)


def test_the_name_must_be_new() -> None:
    with pytest.raises(ll.UsageError, match="cannot be called"):
        own_license(lineage("llama2"), name="MIT")
