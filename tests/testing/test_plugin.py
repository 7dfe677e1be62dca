"""Files of cases, collected by pytest."""

import subprocess
import sys

import pytest

import licenselogic as ll
from licenselogic.base.diagnostics import did_you_mean
from licenselogic.library.library import licenses as shipped
from licenselogic.readers.catalogue import catalogue
from licenselogic.readers.load import load_lineage
from licenselogic.report.verdict_text import render_verdict
from licenselogic.testing.case_files import read_cases

CASES = """
cases:
  - name: Llama under Apache
    works:
      - {id: meta-llama/Llama-2-7b-hf, license: llama2}
      - {id: me/model, license: apache-2.0, from: [{work: meta-llama/Llama-2-7b-hf, by: finetune}]}
    expect: {status: incompatible, kinds: [scale-limit], clauses: [llama2 2]}
  - works: &same
      - {id: up/code, type: software, license: mit}
      - {id: me/code, type: software, from: [{work: up/code, by: incorporate}]}
    as: GPL-3.0-only
    expect: {status: compatible, duties: retain-notices}
"""


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory):
    """Load what the plugin loads: what is first loaded in a run of `pytester` is dropped after it.

    Half of a package would then stand in memory twice.
    """
    path = tmp_path_factory.mktemp("loaded") / "a.licenses.yaml"
    path.write_text(plain(CASES), encoding="utf-8")
    for case in read_cases(path):
        render_verdict(case.verdict)
    known = shipped()
    assert len(list(known)) and catalogue().tables and did_you_mean("mitt", known.ids())
    with pytest.raises(ll.LicenseLogicError):
        known.with_files(path).find("nothing")
    with pytest.raises(ll.LicenseLogicError):
        load_lineage(path)


@pytest.fixture
def run(pytester):
    """Run pytest on a file of cases, without the options of this repository."""

    def run(text, *options, name="models.licenses.yaml"):
        (pytester.path / name).write_text(text, encoding="utf-8")
        return pytester.runpytest("-p", "licenselogic.testing.plugin", "-v", *options)

    return run


def plain(text):
    return text.replace("&same", "")


def test_cases_are_collected_and_pass(run):
    done = run(plain(CASES))
    done.assert_outcomes(passed=2)
    done.stdout.fnmatch_lines(
        ["*::Llama under Apache PASSED*", "*::me/code as GPL-3.0-only PASSED*"]
    )


def test_another_verdict_fails_and_is_shown_without_a_traceback(run):
    done = run(plain(CASES).replace("status: incompatible", "status: compatible"))
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(
        ["expected compatible, the verdict is incompatible", "incompatible: `me/model`*"]
    )
    done.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("scale-limit", "no-derivatives", "expected among the kinds: no-derivatives*scale-limit*"),
        ("llama2 2", "llama2 9", "expected among the clauses: llama2 9*llama2 2*"),
        ("retain-notices", "name-prefix", "expected among the duties: name-prefix*"),
    ],
)
def test_what_is_missing_is_told_with_what_there_is(run, old, new, told):
    done = run(plain(CASES).replace(old, new))
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines([told])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (plain(CASES).replace("scale-limit", "scale-limits"), "*did you mean `scale-limit`*"),
        (plain(CASES).replace("expect:", "expected:"), "*did you mean `expect`*"),
        (plain(CASES).replace("incompatible,", "incompatibel,"), "*did you mean `incompatible`*"),
        (plain(CASES).replace("llama2 2", "llama2"), "*such as `llama2 2`*"),
        (plain(CASES).replace("by: finetune", "by: finetuned"), "*did you mean `finetune`*"),
        ("cases: []", "*a list of cases is wanted*"),
        ("- a", "*a mapping is wanted*"),
        ("cases: [{name: a, expect: compatible}]", "*a case has `works`, or a `lineage`*"),
        ("cases: [{name: 3, works: [{id: a}], expect: unknown}]", "*text is wanted*"),
        ("cases: [{works: [{id: a}]}]", "*a mapping is wanted*"),
        ("cases: [{works: [{id: a}], expect: {kinds: []}}]", "*a `status` is expected*"),
        ("cases: [{works: [{id: a}], assume: {x: 1}, expect: unknown}]", "*true or false*"),
        ("cases: [{works: [{id: a}], profile: strct, expect: unknown}]", "*strict*"),
        ("cases: [{works: [{id: a}], expect: unknown}, {works: [{id: a}], expect: unknown}]",
         "*two cases are called*"),
        ("{", "*models.licenses.yaml*"),
        ("licenses: nowhere.lic\ncases: [{works: [{id: a}], expect: unknown}]", "*nowhere.lic*"),
    ],
)  # fmt: skip
def test_a_slip_is_an_error_that_says_where(run, text, told):
    done = run(text)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines([told])
    done.stdout.no_fnmatch_line("*Traceback*")


def test_lineages_and_licences_lie_beside_the_file(run, pytester):
    (pytester.path / "acme.lic").write_text(
        'license "Acme-1.0" extends "MIT" { title "Acme" text "https://acme.example" }', "utf-8"
    )
    (pytester.path / "lineage.yaml").write_text(
        "works: [{id: up/a, license: acme-1.0}, "
        "{id: me/b, license: mit, from: [{work: up/a, by: finetune}]}]",
        "utf-8",
    )
    text = "licenses: [acme.lic]\ncases: [{lineage: lineage.yaml, expect: compatible}]"
    run(text).assert_outcomes(passed=1)


def test_readings_are_those_of_the_file_unless_a_case_has_others(run):
    works = (
        "[{id: up/a, license: cc-by-sa-4.0}, "
        "{id: me/b, license: mit, from: [{work: up/a, by: distill}]}]"
    )
    text = f"""
    profile: strict
    cases:
      - {{name: strict, works: {works}, expect: incompatible}}
      - {{name: default, profile: default, works: {works}, expect: compatible}}
      - {{name: assumed, profile: default, assume: {{output_is_derivative: true,
          distillation_is_derivative: true}}, works: {works}, expect: incompatible}}
    """
    run(text).assert_outcomes(passed=3)


def test_well_known_works_are_looked_up(run):
    text = """
    cases:
      - works: [{id: me/x, from: [{work: mistralai/Mistral-7B-v0.1, by: finetune}]}]
        as: MIT
        expect: {status: compatible, warnings: catalogue}
    """
    run(text).assert_outcomes(passed=1)


def test_other_files_are_left_alone(run):
    assert run("cases: []", name="models.yaml").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_plugin_costs_no_start_up_time():
    names = "{'hypothesis', 'z3', 'lark'}"
    code = f"import sys, licenselogic.testing.plugin; print({names} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
