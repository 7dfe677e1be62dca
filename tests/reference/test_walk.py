"""What a licence makes of the works below, path by path; and whom its licence does not bind."""

from small import FREE, OPEN, broken, case, lic, work

from licenselogic.norms.assumptions import select, valuation
from licenselogic.reference.walk import paths
from licenselogic.testing.sides import matter, sign


def statuses(*upstream, **settings):
    """What is left of the licences of the ancestors at the target, by both judges."""
    asked = case(*upstream, **settings)
    found = matter(asked)
    reached, _ = found.reaching(found.held(next(found.choices()), {}))
    walked = {(bound.license.id, bound.status, bound.separable) for bound in reached}
    assert folded(asked) == walked
    return walked


def folded(asked):
    """The same, by the fold of the fast side."""
    engine, signature = sign(asked)
    number = valuation(asked.readings)
    return {
        (key.license, standing.status, standing.separable)
        for key, reach in signature.reached
        for standing in engine.transitions.at(reach, number).standings
    }


def test_without_a_rule_everything_is_a_derivative():
    assert statuses((lic("L", OPEN, head=""), "copy")) == {("L", "derivative", False)}


def test_the_first_rule_that_matches_decides():
    head = "counts merge as work counts merge, finetune as output"
    assert statuses((lic("L", head=head), "merge")) == {("L", "work", False)}
    assert statuses((lic("L", head=head), "finetune")) == {("L", "output", False)}


def test_a_rule_matches_by_type_of_the_upstream_work():
    first = lic("L", head="counts extract of dataset as output")
    assert statuses((work("u", first, type="dataset"), "extract")) == {("L", "output", False)}
    assert statuses((work("u", first, type="model"), "extract")) == {("L", "derivative", False)}


def test_a_rule_matches_by_reading():
    rule = lic("L", head="counts distill as work assuming distillation_is_derivative")
    assert statuses((rule, "distill"), readings=select("strict")) == {("L", "work", False)}
    assert statuses((rule, "distill")) == {("L", "derivative", False)}


def test_status_is_folded_along_the_path():
    head = "counts generated_by as output counts trained_on from output as extracted"
    data = work("data", FREE, type="dataset", by=[("model", "generated_by")])
    nodes = [work("model", lic("L", head=head)), data]
    assert statuses(("data", "trained_on"), nodes=nodes) >= {("L", "extracted", False)}


def test_independent_work_stays_independent():
    head = "counts distill as independent counts finetune from independent as work"
    student = work("student", by=[("teacher", "distill")])
    nodes = [work("teacher", lic("L", head=head)), student]
    assert statuses(("student", "finetune"), nodes=nodes) == set()


def test_a_work_that_the_licence_does_not_hold_is_independent():
    first = lic("L", head="binds model assuming weights_are_protected")
    assert statuses((first, "finetune"), readings=select("lenient")) == set()
    assert statuses((first, "finetune")) == {("L", "derivative", False)}


def test_two_paths_give_two_statuses():
    tuned = work("tuned", by=[("base", "finetune")])
    nodes = [work("base", lic("L")), tuned]
    assert statuses(("tuned", "combine"), ("base", "copy"), nodes=nodes) == {
        ("L", "larger-work", True),
        ("L", "work", False),
    }


def test_one_separable_step_makes_a_path_separable():
    inner = work("inner", by=[("base", "embed")])
    nodes = [work("base", lic("L", OPEN)), inner]
    assert statuses(("inner", "copy"), nodes=nodes) == {("L", "larger-work", True)}


def test_paths_run_through_every_edge():
    nodes = [work("a"), work("b", by=[("a", "prune"), ("a", "convert")])]
    lineage = case(("b", "merge"), ("a", "copy"), nodes=nodes).lineage
    ways = ((zip(p.works, p.relations, strict=False)) for p in paths(lineage, "d"))
    found = sorted([(work.id, by) for work, by in way] for way in ways)
    assert found == [
        [("a", "convert"), ("b", "merge")],
        [("a", "copy")],
        [("a", "prune"), ("b", "merge")],
        [("b", "merge")],
    ]


def test_an_ancestor_of_the_same_owner_is_not_bound_by_its_own_licence():
    strict = lic("L", "forbid modify")
    theirs, ours = work("u", strict, owner="bob"), work("u", strict, owner="ann")
    assert broken((theirs, "finetune"), owner="ann") == ["1", "2"]
    assert broken((ours, "finetune"), owner="ann") == []


def test_beyond_an_ancestor_of_the_same_owner_others_still_bind():
    base = work("base", lic("L", "permit use"), owner="bob")
    ours = work("ours", FREE, owner="ann", by=[("base", "finetune")])
    assert "1" in broken(("ours", "finetune"), owner="ann", nodes=[base, ours])


def test_works_without_an_owner_have_none_in_common():
    assert broken((lic("L"), "finetune")) == ["1", "2"]
