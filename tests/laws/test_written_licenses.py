"""The licence that is written for a work: it does, and whatever permits more does not."""

from dataclasses import replace

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

import licenselogic as ll
from licenselogic.base.codes import Status
from licenselogic.decision.answer import question
from licenselogic.decision.engine import engine_of
from licenselogic.decision.signature import signature
from licenselogic.library.library import Library
from licenselogic.norms.conditions import TRUE
from licenselogic.norms.deontic import Permission, Prohibition
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.repair.own_license import own_license
from licenselogic.solver.overreach import Under
from licenselogic.testing import cases, shipped_cases
from licenselogic.verdict.check import judge
from licenselogic.verdict.granted import as_granted

fewer = settings(max_examples=settings().max_examples // 2)
"""These laws ask many questions about each case."""

MAX_LOOSER = 3
"""Licences that permit more that are tried for each case."""

TEMPLATES = {n: text for n, text in ll.licenses().files.items() if n.endswith("work.lic")}
"""What a licence that is written extends; a library of made-up licences has no templates."""


def in_play(case):
    """A case over the shipped library, over no more of it than its works are under.

    Small libraries are made in no time, with one licence more or less.
    """
    expressions = engine_of(case.library, None).expressions
    labels = (expressions.parse(work.license) for work in case.lineage.works.values())
    terms = [term for label in labels for terms in label.alternatives for term in terms]
    found = {k.id: k for term in terms for k in expressions.licenses(term)}
    library = Library.of([k for k in found.values() if " " not in k.id])
    return replace(case, library=library)


def on_templates(case):
    """A case over made-up licences, in which licences can be written."""
    return replace(case, library=case.library.extended(TEMPLATES))


drawn = st.one_of(shipped_cases(max_works=5), cases(max_works=4).map(on_templates))
settled = st.one_of(
    shipped_cases(max_works=5, settled=True).map(in_play).map(on_templates),
    cases(max_works=4, settled=True).map(on_templates),
)


def asked(case):
    """What `check` and others are asked with."""
    assumptions = {name: name in case.readings for name in vocabulary().assumptions}
    return {"assumptions": assumptions, "licenses": case.library}


def own(case):
    """The licence that is written for the work of a case."""
    return own_license(case.lineage, case.work, **asked(case))


def groups(case):
    """Tell whether some work is under a name of several licences."""
    parse = engine_of(case.library, None).expressions.parse
    labels = (parse(work.license) for work in case.lineage.works.values())
    return any(t.kind == "group" for label in labels for terms in label.alternatives for t in terms)


@fewer
@given(drawn)
def test_a_licence_is_written_exactly_where_terms_of_ones_own_would_do(case):
    """written(D) ⟺ check(D, proprietary) compatible

    Where some name means several licences, terms of one's own may be others for each of them, and
    no one licence may suit all.  What is kept internally needs none, and may be allowed nothing.
    """
    possible = judge(case.lineage, case.work, "proprietary", **asked(case)).status
    found = own(case)
    event(f"{possible.value}, written: {bool(found.text)}")
    if found.text:
        assert possible is Status.COMPATIBLE
    elif not groups(case) and case.target.publish != "internal":
        assert possible is not Status.COMPATIBLE


@fewer
@given(drawn)
def test_the_work_may_be_offered_under_the_licence_that_is_written_for_it(case):
    """written(D) = L → check(D, L) compatible"""
    found = own(case)
    assume(found.text)
    library = case.library.extended({"own.lic": found.text.encode()})
    options = {**asked(case), "licenses": library}
    assert ll.check(case.lineage, case.work, found.id, **options).status is Status.COMPATIBLE


def looser(license):
    """The ways to permit more: a limit less, a condition less, or all on one status."""
    for number, clause in enumerate(license.clauses):
        for place, norm in enumerate(clause.norms):
            if isinstance(norm, Prohibition):
                norms = (*clause.norms[:place], *clause.norms[place + 1 :])
            elif isinstance(norm, Permission) and norm.condition != TRUE:
                free = replace(norm, condition=TRUE)
                norms = (*clause.norms[:place], free, *clause.norms[place + 1 :])
            else:
                continue
            clauses = list(license.clauses)
            clauses[number] = replace(clause, norms=norms)
            yield replace(license, id="Looser-1.0", clauses=tuple(clauses))
    first, *rest = license.clauses
    for act in sorted(vocabulary().compared_acts):
        for status in ("work", "derivative"):
            more = Permission(
                guard=first.norms[0].guard, subjects=frozenset({status}), acts=frozenset({act})
            )
            widened = replace(first, norms=(*first.norms, more))
            yield replace(license, id="Looser-1.0", clauses=(widened, *rest))


def permits_more(case, engine, one, other):
    """Tell whether one licence allows something, on what recipients get, that another does not."""
    statuses = ["work", "derivative"]
    statuses += ["output"] if "model" in other.binds else []
    views = [engine.look(license, case.readings) for license in (one, other)]
    return any(
        engine.oracle.withheld([frozenset({Under(views[0], s)})], Under(views[1], s))
        for s in statuses
    )


def written(case):
    """The licence that is written for the work of a case, and the library with it."""
    assume(case.target.publish != "internal")
    found = own(case)
    assume(found.text)
    library = case.library.extended({"own.lic": found.text.encode()})
    return library, library[found.id]


@fewer
@given(settled)
def test_it_allows_whatever_all_licences_upstream_allow(case):
    """written(D) = L → ∀ a s. (∀ U that binds recipients. allowed(U, a, s)) → allowed(L, a, s)"""
    library, license = written(case)
    engine = engine_of(library, None)
    fold = engine.fold(as_granted(case.lineage, library, case.work))
    setting = engine.setting(question(engine, signature(fold, case.work, None, case.readings)))
    ours = engine.look(license, case.readings)
    bound = list(filter(setting.binds_recipients, setting.once(setting.bound)))
    event(f"{len(bound)} bind")
    for thing in setting.things:
        all_of_them = frozenset(setting.becomes(item.under, thing) for item in bound)
        under = setting.becomes(Under(ours, "work"), thing)
        assert not setting.oracle.withheld([all_of_them], under)


@fewer
@given(case=settled, place=st.integers(0, 1000))
def test_whatever_permits_more_than_the_licence_that_is_written_fails(case, place):
    """written(D) = L, allowed(L) ⊊ allowed(L') → check(D, L') incompatible"""
    library, license = written(case)
    engine, others = engine_of(library, None), list(looser(license))
    tried = 0
    for number in range(len(others)):
        other = others[(place + number) % len(others)]
        if permits_more(case, engine, other, license):
            wider = Library.of([*library, other], dict(library.groups))
            options = {**asked(case), "licenses": wider}
            status = judge(case.lineage, case.work, other.id, **options).status
            assert status is Status.INCOMPATIBLE
            tried += 1
            if tried == MAX_LOOSER:
                break
    event(f"{tried} tried")
