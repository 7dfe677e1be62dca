"""Ready-made laws: licences that obey them, and a licence that breaks each on purpose."""

import pytest
from hypothesis import find, given, settings

import licenselogic as ll
from licenselogic.library.library import Library
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.semantics.semantics import baseline
from licenselogic.testing import (
    LAWS,
    assert_laws,
    cases_with,
    scenarios,
    shipped_licenses,
)

HEAD = """
  title "Acme"
  text "https://acme.example/licence"
  covers any
  counts finetune, adapter, quantized, merge, prune, convert, extract, incorporate as derivative
  counts combine, embed as larger-work
  counts copy from work as work
  counts trained_on, distill, generated_by as independent
"""
GRANT = "permit use, reproduce, modify, distribute"


@pytest.fixture
def licence(tmp_path):
    """Write a clause file whose clauses 1, 2, ... hold one norm each; return its path."""

    def write(*norms):
        clauses = "".join(
            f'clause "{n}" {{ passage "p" says "s" {norm} }}\n' for n, norm in enumerate(norms, 1)
        )
        path = tmp_path / "acme.lic"
        path.write_text(f'license "Acme-1.0" {{ {HEAD} {clauses} }}', encoding="utf-8")
        return path

    return write


def broken(path, **options):
    """Return the laws that a licence breaks, and what is said of them."""
    with pytest.raises(AssertionError) as caught:
        assert_laws(path, examples=8, **options)
    text = str(caught.value)
    return {name for name in LAWS if f"breaks the law `{name}`" in text}, text


@pytest.mark.parametrize("name", ["MIT", "llama2", "GPL-3.0-only"])
def test_shipped_licences_obey_the_laws(name):
    assert_laws(name, examples=4)


def test_a_clause_file_obeys_the_laws(licence):
    assert_laws(licence(GRANT), examples=4)


def test_a_licence_in_python_obeys_the_laws(licence):
    assert_laws(ll.load_license(licence(GRANT)), examples=4)


def test_a_licence_that_permits_nothing_is_found(licence):
    found, text = broken(licence("forbid use"), laws=["permits"])
    assert found == {"permits"} and "no clause permits anything" in text


def test_a_permission_without_effect_is_found(licence):
    found, text = broken(licence(GRANT, "permit train", "forbid train"), laws=["effect"])
    assert found == {"effect"} and "2" in text


def test_share_alike_that_leaves_the_licence_out_is_found(licence):
    norm = 'require license in { "MIT" } when distribute on derivative'
    found, text = broken(licence(GRANT, norm), laws=["derivative", "copy"])
    assert found == {"derivative"}
    assert "its own clauses stand against it: 2" in text
    assert "works:" in text and "license: Acme-1.0" in text


def test_the_smallest_lineage_is_shown_and_always_the_same(licence):
    norm = 'require license in { "MIT" } when distribute on derivative'
    path = licence(GRANT, norm)
    assert broken(path, laws=["derivative"]) == broken(path, laws=["derivative"])


def test_every_licence_of_a_file_is_tried(tmp_path, licence):
    text = licence(GRANT).read_text(encoding="utf-8")
    two = f"{text}\n{text.replace('Acme-1.0', 'Acme-2.0').replace(GRANT, 'forbid use')}"
    (tmp_path / "two.lic").write_text(two, encoding="utf-8")
    with pytest.raises(AssertionError, match=r"Acme-2\.0"):
        assert_laws(tmp_path / "two.lic", laws=["permits"])


def test_a_law_that_there_is_not_is_refused():
    with pytest.raises(ll.UsageError, match="did you mean `copy`"):
        assert_laws("MIT", laws=["copi"])


def test_a_file_without_licences_is_refused(tmp_path):
    (tmp_path / "none.lic").write_text("", encoding="utf-8")
    with pytest.raises(ll.LicenseLogicError):
        assert_laws(tmp_path / "none.lic")
    with pytest.raises(ll.LicenseLogicError):
        assert_laws(tmp_path / "nowhere.lic")


def test_a_library_of_the_callers_is_used(licence):
    library = ll.licenses().with_files(licence(GRANT))
    assert isinstance(library, Library)
    assert_laws("Acme-1.0", laws=["permits", "copy"], library=library, examples=3)


@given(cases_with("gemma"))
@settings(max_examples=40)
def test_the_licence_is_at_play(case):
    assert any(work.license == "gemma" for work in case.lineage.works.values())


@given(scenarios())
@settings(max_examples=60)
def test_scenarios_state_facts_off_their_baselines(scenario):
    assert len(scenario) <= 3 and scenario.keys() <= vocabulary().facts.keys()
    assert all(scenario[name] != baseline()[name] for name in scenario)


def test_scenarios_and_licences_shrink_to_the_simplest():
    assert find(scenarios(), lambda _: True) == {}
    ids = shipped_licenses().map(lambda license: license.id)
    assert find(ids, lambda _: True, settings=settings(max_examples=5)) == "MIT"
