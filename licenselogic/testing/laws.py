"""Ready-made laws for a licence of your own: what no text of a licence should be able to break.

`assert_laws` tries each on random lineages in which the licence is at play beside shipped ones.  A
law that fails points at a clause that says more, or less, than its author meant, seldom at a bug.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, UsageError, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.decision.question import Rule
from licenselogic.library.library import Library
from licenselogic.library.library import licenses as shipped
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.assumptions import select
from licenselogic.norms.deontic import MATERIAL, License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.judge import Judge
from licenselogic.reference.senses import understood
from licenselogic.reference.walk import ROOTED
from licenselogic.review.contradictions import contradictions
from licenselogic.testing import sides
from licenselogic.testing.agreement import compare
from licenselogic.testing.ancestry import USUAL, Case
from licenselogic.testing.replay import replayable, replays
from licenselogic.testing.strategies import cases_with

EXAMPLES = 25
"""Lineages that each law is tried on, unless the caller says otherwise."""

_FREE = "CC0-1.0"
_EXTRA = "extra"


class LawError(AssertionError):
    """A licence breaks a law; the text says which, and on which lineage."""


@dataclass(frozen=True)
class Trial:
    """A licence on trial, in its library, with both judges."""

    license: License
    library: Library

    @cached_property
    def judge(self) -> Judge:
        """The second judge."""
        return Judge(self.library)

    @cached_property
    def fast(self) -> sides.Fast:
        """The fold, with the solver behind it."""
        return sides.Fast(self.library)


Why = str
"""Why a law does not hold; empty where it does."""


@dataclass(frozen=True)
class Law:
    """A sentence that holds for every licence; `cases` are those that it is tried on, if any."""

    name: str
    meaning: str
    why: Callable[[Trial, Case], Why]
    cases: Callable[[Trial], st.SearchStrategy[Case]] | None = None


def assert_laws(
    license: License | str | Path,
    *,
    laws: Collection[str] | None = None,
    examples: int = EXAMPLES,
    library: Library | None = None,
) -> None:
    """Raise `AssertionError` if a licence breaks a law, with the smallest lineage that shows it.

    `license` is a licence, the id of one of `library` (by default the shipped library), or the path
    of a clause file, of which every licence is tried.  `laws` are names of `LAWS`, by default all.
    The same lineages are tried each time.  Raises `UsageError` for a law that there is not, and
    `ClauseFileError` for a file that cannot be read.
    """
    chosen = [_law(name) for name in (LAWS if laws is None else laws)]
    broken = [
        f"`{trial.license.id}` breaks the law `{law.name}`: {law.meaning}.\n{why}"
        for trial in _trials(license, library)
        for law in chosen
        if (why := _tried(law, trial, examples))
    ]
    if broken:
        raise LawError("\n\n".join(broken))


def _law(name: str) -> Law:
    if name in LAWS:
        return LAWS[name]
    help = did_you_mean(name[:100], LAWS) or f"one of: {', '.join(LAWS)}"
    raise UsageError(Diagnostic(Code.BAD_OPTION, f"no law is called {quoted(name)}", help=help))


def _trials(license: License | str | Path, library: Library | None) -> Iterator[Trial]:
    known = library if library is not None else shipped()
    if isinstance(license, License):
        if license not in known:
            known = Library.of([*(known[name] for name in USUAL if name in known), license])
        yield Trial(license, known)
    elif isinstance(license, str) and license in known:
        yield Trial(known[license], known)
    else:
        extended = known.with_files(license)
        own = [e for e in extended.entries.values() if e.file not in known.files]
        ids = [entry.id for entry in own if entry.kind == "license"]
        if not ids:
            message = f"{quoted(Path(license))} describes no licence"
            raise UsageError(Diagnostic(Code.BAD_OPTION, message))
        yield from (Trial(extended[id], extended) for id in ids)


def _tried(law: Law, trial: Trial, examples: int) -> Why:
    """Return why a law does not hold, by the smallest case that was found."""
    if law.cases is None:
        return law.why(trial, _alone(trial, "copy", "model", "share", select()))

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(law.cases(trial))
    def holds(case: Case) -> None:
        why = law.why(trial, case)
        if why:
            raise LawError(f"{why}\n{_shown(case)}")

    try:
        holds()
    except LawError as error:
        return str(error)
    return ""


def _shown(case: Case) -> str:
    """Return a case as the lineage file that it is, to be tried by hand."""
    import yaml

    told = yaml.safe_dump(case.lineage.to_dict(), sort_keys=False, allow_unicode=True)
    held = ", ".join(sorted(case.readings)) or "none"
    return f"work: {case.work}\nreadings: {held}\n{told}"


# Cases ------------------------------------------------------------------------------------------


def _alone(trial: Trial, relation: str, type: str, publish: str, readings: frozenset[str]) -> Case:
    """Return a work under the licence of its only upstream."""
    name = trial.license.id
    works = [Work("above", type, name), Work("work", type, name, publish)]
    lineage = Lineage.of(works, {"work": [Edge("above", relation)]})
    return Case(lineage, "work", trial.library, readings)


def _own(*relations: str) -> Callable[[Trial], st.SearchStrategy[Case]]:
    words = vocabulary()

    def cases(trial: Trial) -> st.SearchStrategy[Case]:
        return st.builds(
            lambda *chosen: _alone(trial, *chosen),
            st.sampled_from(relations or tuple(words.relations)),
            st.sampled_from(tuple(words.types)),
            st.sampled_from(tuple(words.publications)),
            st.sampled_from(list(words.profiles.values())),
        )

    return cases


def _at_play(trial: Trial) -> st.SearchStrategy[Case]:
    return cases_with(trial.license, trial.library, max_works=5, settled=True)


def _grown(license: Callable[[Trial], str]) -> Callable[[Trial], st.SearchStrategy[Case]]:
    """Return cases with one upstream work more, which is no new base of a model."""

    def cases(trial: Trial) -> st.SearchStrategy[Case]:
        @st.composite
        def grown(draw: st.DrawFn) -> Case:
            case = draw(_at_play(trial))
            relation = draw(st.sampled_from(tuple(vocabulary().relations)))
            type = draw(st.sampled_from(tuple(vocabulary().types)))
            below = draw(st.sampled_from(sorted(case.lineage.works)))
            assume(not (type == "model" and relation in ROOTED))
            works = [*case.lineage.works.values(), Work(_EXTRA, type, license(trial))]
            edges = {**case.lineage.upstream}
            edges[below] = (*edges[below], Edge(_EXTRA, relation))
            more = replace(case, lineage=Lineage.of(works, edges))
            assume(_adds_no_sense(case, more) and _carried(case, below))
            return more

        return grown()

    return cases


def _adds_no_sense(case: Case, more: Case) -> bool:
    """Tell whether the extra work is read in one sense alone, and the others as before."""
    one, other = understood(case.lineage), understood(more.lineage)
    same = all(other.works[name].type == work.type for name, work in one.works.items())
    edges = [e for above in other.upstream.values() for e in above if e.work == _EXTRA]
    kept = other.works[_EXTRA].type == more.lineage.works[_EXTRA].type
    return same and kept and len(edges) == 1


def _carried(case: Case, name: str) -> bool:
    """Tell whether something of a work is in the target: tools and what is run with leave none."""
    found, waiting = {case.work}, [case.work]
    while waiting:
        edges = case.lineage.upstream[waiting.pop()]
        fresh = {e.work for e in edges if vocabulary().relations[e.by].acts} - found
        found |= fresh
        waiting += fresh
    return name in found


def _without_extra(case: Case) -> Case:
    works = [work for work in case.lineage.works.values() if work.id != _EXTRA]
    edges = {w.id: [e for e in case.lineage.upstream[w.id] if e.work != _EXTRA] for w in works}
    return replace(case, lineage=Lineage.of(works, edges))


# Laws -------------------------------------------------------------------------------------------


def _permits(trial: Trial, _: Case) -> Why:
    offers = trial.fast.engine.offers([trial.license], select())
    return "" if offers else "no clause permits anything by the default readings"


def _has_effect(trial: Trial, _: Case) -> Why:
    idle = [clause.cite for clause in contradictions(trial.license)]
    return f"forbidden by other clauses in every scenario: {', '.join(idle)}" if idle else ""


def _fits_copy(trial: Trial, case: Case) -> Why:
    return _but_making(trial, case, frozenset({Rule.MAKING}))


def _fits_derivative(trial: Trial, case: Case) -> Why:
    matter = sides.matter(case, trial.judge)
    reached, _ = matter.reaching(matter.held(next(matter.choices()), {}))
    whole = frozenset({(trial.license, "work")})
    assume(all(bound.status in MATERIAL for bound in reached))
    assume(
        not any(matter.scenarios.exceeds(whole, (trial.license, b.status)) for b in reached)
    )  # what is withheld of derivatives alone is no promise to keep
    return _but_making(trial, case, frozenset({Rule.MAKING, Rule.EXCLUSIVITY}))


def _but_making(trial: Trial, case: Case, rules: Collection[Rule]) -> Why:
    found = [v for v in trial.fast.solve(case).decision.violations if v.rule not in rules]
    cites = sorted({clause.cite for violation in found for clause in violation.clauses})
    return f"its own clauses stand against it: {', '.join(cites) or 'none permits it'}" * bool(
        found
    )


def _more_breaks_no_less(trial: Trial, case: Case) -> Why:
    before = sides.solved(trial.fast.solve(_without_extra(case)).decision.violations)
    lost = before - sides.solved(trial.fast.solve(case).decision.violations)
    return f"with `{_EXTRA}` upstream this is no longer broken: {sorted(lost)}" * bool(lost)


def _free_changes_nothing(trial: Trial, case: Case) -> Why:
    before, after = trial.fast.solve(_without_extra(case)), trial.fast.solve(case)
    same = sides.solved(before.decision.violations) == sides.solved(after.decision.violations)
    if same and before.status is after.status:
        return ""
    return f"with `{_EXTRA}` upstream {before.status} becomes {after.status}, or for other reasons"


def _judges_agree(trial: Trial, case: Case) -> Why:
    found = compare(case, trial.judge, trial.fast)
    if found.agree:
        return ""
    return f"the solver says {found.answer.status}, the reference {found.judgement.status}"


def _replays(trial: Trial, case: Case) -> Why:
    violations = trial.fast.solve(case).decision.violations
    odd = sorted({str(v.rule) for v in violations if replayable(v) and not replays(case, v)})
    return f"counterexamples to rules {', '.join(odd)} do not replay" * bool(odd)


LAWS: dict[str, Law] = {
    law.name: law
    for law in (
        Law("permits", "a licence permits something", _permits),
        Law("effect", "every permission has an effect somewhere", _has_effect),
        Law(
            "copy",
            "a verbatim copy may keep its label, unless copying is not allowed",
            _fits_copy,
            _own("copy"),
        ),
        Law(
            "derivative",
            "what is made from one work may keep its label, unless making it is not allowed",
            _fits_derivative,
            _own(),
        ),
        Law(
            "more-upstream",
            "another upstream work mends nothing",
            _more_breaks_no_less,
            _grown(lambda trial: trial.license.id),
        ),
        Law(
            "public-domain",
            "an upstream work in the public domain changes nothing",
            _free_changes_nothing,
            _grown(lambda _: _FREE),
        ),
        Law("agree", "the solver and the reference agree", _judges_agree, _at_play),
        Law("replay", "every counterexample replays", _replays, _at_play),
    )
}
"""The laws, by name."""
