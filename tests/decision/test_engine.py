"""An engine: one fold for every work, answers remembered and forgotten, depths that agree."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

import licenselogic as ll
from licenselogic.decision import engine as engines
from licenselogic.decision import setting
from licenselogic.decision.answer import answer, status
from licenselogic.decision.engine import Engine
from licenselogic.decision.questions import Questions
from licenselogic.decision.rules import Depth
from licenselogic.decision.setting import ASKED
from licenselogic.decision.settling import MAX_QUESTIONS
from licenselogic.decision.signature import signature
from licenselogic.lineage.graph import Lineage
from licenselogic.norms.assumptions import select
from licenselogic.testing import random_case, sides

RELATIONS = {
    ("model", "model"): ("finetune", "adapter", "quantized", "merge", "distill", "copy"),
    ("model", "dataset"): ("generated_by",),
    ("dataset", "model"): ("trained_on",),
    ("dataset", "dataset"): ("incorporate", "combine", "extract"),
}


def grown(seed: int, size: int = 12) -> Lineage:
    """A lineage over licences of the library, a few owners, each work from up to three others."""
    rng = random.Random(seed)
    ids = ll.licenses().ids()
    works: list[dict[str, object]] = []
    for n in range(size):
        type_ = rng.choice(("model", "model", "dataset"))
        above = rng.sample(works, min(len(works), rng.randint(0, 3)))
        edges = [
            {"work": w["id"], "by": rng.choice(RELATIONS[str(w["type"]), type_])} for w in above
        ]
        name = f"{rng.choice('abcd')}/{n}"
        works.append({"id": name, "type": type_, "license": rng.choice(ids), "from": edges})
    return Lineage.from_dict({"works": works})


@pytest.mark.parametrize("seed", range(6))
def test_one_fold_says_of_every_work_what_a_fold_of_its_own_says(seed: int) -> None:
    lineage, engine = grown(seed), Engine(ll.licenses())
    fold = engine.fold(lineage)
    for name, work in lineage.works.items():
        above = {*lineage.ancestors(name), name}
        alone = Lineage.of(
            [lineage.works[n] for n in lineage.works if n in above],
            {n: lineage.upstream[n] for n in above},
        )
        by_itself = signature(Engine(ll.licenses()).fold(alone), name, work.license, select())
        assert signature(fold, name, work.license, select()) == by_itself


def test_every_thread_asks_a_solver_of_its_own() -> None:
    """What making takes is kept with the solver that answers for it."""
    lineage, engine = (
        Lineage.from_dict({"works": [{"id": "a", "license": "mit"}]}),
        Engine(ll.licenses()),
    )
    signed = signature(engine.fold(lineage), "a", "mit", select())
    asked = Questions(engine, signed).question({}, None, None)
    with ThreadPoolExecutor(1) as pool:
        making, oracle = pool.submit(lambda: (engine.making(asked), engine.oracle)).result()
    assert making.oracle is oracle
    assert engine.making(asked).oracle is engine.oracle is not oracle


@pytest.mark.parametrize("seed", range(6))
def test_every_depth_tells_the_same_as_far_as_it_goes(seed: int) -> None:
    lineage, engine = grown(seed), Engine(ll.licenses())
    fold = engine.fold(lineage)
    for name, work in lineage.works.items():
        sign = signature(fold, name, work.license, select())
        full, light = answer(engine, sign), answer(engine, sign, Depth.CLAUSES)
        assert status(engine, sign) is light.status is full.status
        assert told(light) == told(full)


def told(found):
    return [(v.rule, v.kind, v.clauses, v.side, v.other) for v in found.decision.violations]


def test_an_engine_that_forgot_answers_the_same() -> None:
    lineage, engine = grown(1), Engine(ll.licenses())
    name = lineage.order(list(lineage.works)[-1])[-1]
    sign = signature(engine.fold(lineage), name, lineage.works[name].license, select())
    before = answer(engine, sign)
    engine.clear()
    assert answer(engine, sign) == before


def test_an_engine_forgets_when_it_has_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, lineage = Engine(ll.licenses()), grown(2)
    name = list(lineage.works)[-1]
    sign = signature(engine.fold(lineage), name, lineage.works[name].license, select())
    first = answer(engine, sign)
    engine.trim()
    assert answer(engine, sign) is first
    monkeypatch.setattr(engines, "MAX_VIEWS", 0)
    engine.trim()
    assert answer(engine, sign) is not first


def test_questions_ask_about_the_relations_that_are_said_to_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Readings on which only other relations depend are left out of questions (`relevant`)."""
    asked, step_at = set(), setting.step_at

    def noting(license, status, relation, *rest):
        asked.add(relation)
        return step_at(license, status, relation, *rest)

    monkeypatch.setattr(setting, "step_at", noting)
    for seed in range(80):
        sides.solve(random_case(random.Random(seed)))
    assert asked == ASKED


def test_choices_that_multiply_are_given_up_after_a_bounded_number_of_questions() -> None:
    works = [
        {"id": "a/rail", "license": "openrail"},
        {"id": "b/gnu", "license": "gpl"},
        {
            "id": "c/blend",
            "license": "cc",
            "from": [{"work": "a/rail", "by": "merge"}, {"work": "b/gnu", "by": "merge"}],
        },
    ]
    lineage, engine, put = Lineage.from_dict({"works": works}), Engine(ll.licenses()), 0
    decide = engine.decide

    def counting(*arguments):
        nonlocal put
        put += 1
        return decide(*arguments)

    engine.decide = counting
    found = answer(engine, signature(engine.fold(lineage), "c/blend", "cc", select()))
    assert (found.status, found.open) == (ll.Status.UNKNOWN, frozenset({"many"}))
    assert put <= MAX_QUESTIONS
