"""Who did what: acts of other makers, licensors, the same owner, and models by descent."""

from dataclasses import replace

import pytest
from small import FREE, OPEN, broken, case, judged, lic, work

from licenselogic.base.codes import Status
from licenselogic.decision.engine import Engine
from licenselogic.decision.signature import signature
from licenselogic.library.library import Library
from licenselogic.norms.assumptions import select
from licenselogic.reference.owners import Owners

HEAD = """
  counts trained_on as independent
  counts distill, generated_by as output
  counts trained_on from output as extracted
  counts copy from work as work
  counts combine as larger-work
  counts finetune, merge, quantized, copy as derivative
"""
NC = lic("NC", "permit use, reproduce, modify, distribute unless commercial", head=HEAD)
ONLY = "forbid improve-other-models on work, derivative, larger-work, output, extracted"
COD = lic("Cod", OPEN, f"{ONLY} unless target in family cod", head=HEAD, family="cod")
MINE = "unless target in family cod or target in family licensor"


def owned(license, *owners):
    """The licence, which only these owners can give."""
    return replace(license, licensor=owners)


META = owned(COD, "meta", "meta-labs")
ANY = owned(lic("Any", OPEN, f"{ONLY} {MINE}", head=HEAD, family="cod"), "meta")
COMMERCIAL = {"commercial": True}


def trained(owner, **made):
    """A model of `owner`, trained on data that are not for commerce."""
    data = work("data", NC, type="dataset", owner="uni")
    return [data, work("model", FREE, owner=owner, by=[("data", "trained_on")], **made)]


# Acts of makers


def test_the_shop_answers_for_its_own_training_alone():
    shop = {"owner": "shop", "facts": COMMERCIAL}
    assert broken(("model", "copy"), nodes=trained("lab"), **shop) == []
    assert "1" in broken(("model", "copy"), nodes=trained("shop"), **shop)
    assert "1" in broken(("model", "copy"), nodes=trained(None), **shop)
    nobody = {"facts": COMMERCIAL}
    assert broken(("model", "copy"), nodes=trained("lab"), **nobody) == []


def test_what_a_maker_states_goes_before_what_the_publisher_states():
    shop = {"owner": "shop", "facts": COMMERCIAL}
    hobby = trained("shop", facts={"commercial": False})
    assert broken(("model", "copy"), nodes=hobby, **shop) == []


def test_a_breach_of_another_counts_where_something_is_left():
    sold = {"facts": COMMERCIAL}
    assert broken(("model", "copy"), nodes=trained("lab", **sold), owner="shop") == []
    base = work("base", NC, owner="uni")
    for how in ({}, {"facts": COMMERCIAL}, {"publish": "sell"}):
        tuned = work("tuned", NC, owner="lab", by=[("base", "finetune")], **how)
        found = broken(("tuned", "copy"), nodes=[base, tuned], outbound=NC, owner="shop")
        assert found == (["1"] if how else []), how


def test_works_made_alike_answer_each_for_what_its_maker_states():
    def tuned(name, **made):
        return work(name, NC, owner=name, by=[("base", "finetune")], **made)

    nodes = [work("base", NC, owner="uni"), tuned("hobby"), tuned("firm", facts=COMMERCIAL)]
    for order in (("hobby", "firm"), ("firm", "hobby")):
        edges = [(name, "combine") for name in order]
        assert broken(*edges, nodes=nodes, outbound=NC, owner="shop") == ["1"], order
    assert broken(("hobby", "combine"), nodes=nodes[:2], outbound=NC, owner="shop") == []


def test_works_made_alike_answer_each_for_the_line_that_it_improved():
    def tuned(name, base):
        return work(name, FREE, owner=name, by=[(base, "finetune"), ("teacher", "distill")])

    bases = [work("ours", FREE, owner="meta"), work("other", FREE, owner="q")]
    nodes = [work("teacher", ANY, owner="meta"), *bases]
    nodes += [tuned("x", "ours"), tuned("z", "ours"), tuned("y", "other")]
    for names, found in (("xz", []), ("xy", ["1", "6"]), ("yx", ["1", "6"])):
        edges = [(name, "generated_by") for name in names]
        told = broken(*edges, nodes=nodes, outbound=None, type="dataset", owner="shop")
        assert told == found, names


def test_what_nobody_may_do_counts_whoever_did_it():
    closed = lic("Closed", "permit reproduce, distribute", head=HEAD)
    data = work("data", closed, type="dataset", owner="uni")
    model = work("model", FREE, owner="lab", by=[("data", "trained_on")])
    assert "1" in broken(("model", "copy"), nodes=[data, model], owner="shop")


def test_one_fold_tells_publishers_apart_who_own_something_above_the_same_work():
    nodes = [
        work("teacher", META, owner="meta"),
        work("base", META, owner="me"),
        work("data", META, type="dataset", owner="you"),
        work("x", FREE, by=[("base", "finetune"), ("teacher", "distill"), ("data", "trained_on")]),
        work("other", META, owner="you", by=[("x", "copy")]),
    ]
    made = case(("x", "copy"), nodes=[*nodes], outbound=META, owner="me")
    engine = Engine(made.library)
    for order in (("d", "other"), ("other", "d")):
        fold = engine.fold(made.lineage)
        for name in order:
            alone = signature(engine.fold(made.lineage), name, META.id, made.readings)
            assert signature(fold, name, META.id, made.readings) == alone, (order, name)


# Owners and licensors


def test_owners_of_one_licensor_are_one_party():
    owners = Owners(Library.of([META]), "me")
    assert owners.same("Meta", "meta-labs")
    assert not owners.same("meta", "me")
    assert not owners.same(None, None)


@pytest.mark.parametrize(("owner", "found"), [("meta", []), ("me", ["1", "6"])])
def test_only_a_licensor_lifts_its_own_licence(owner, found):
    base = work("base", META, owner=owner)
    other = work("other", FREE, owner="q")
    made = [("base", "finetune"), ("other", "merge")]
    assert [r for r in broken(*made, nodes=[base, other], owner=owner) if r in "16"] == (
        ["6"] if found else []
    )


def test_a_later_word_of_the_owner_stands_for_the_earlier():
    base = work("base", NC, owner="lab")
    for owner, label, found in (("lab", FREE, []), ("bob", FREE, ["1", "2"]), ("lab", None, None)):
        licenses = [label] if label else []
        given = work("given", *licenses, owner=owner, by=[("base", "finetune")])
        made = case(
            ("given", "quantized"), nodes=[base, given], owner="me", facts={"commercial": True}
        )
        breaches = {b.rule for b in judged(made).breaches}
        assert breaches == (set(found) if found is not None else {"1", "2"})


def test_a_maker_is_not_bound_by_its_own_licence():
    teacher = work("teacher", META, owner="meta")
    for owner, found in (("meta-labs", []), ("bob", ["6"])):
        student = work("student", by=[("teacher", "distill")], owner=owner)
        nodes = [teacher, student]
        rules = broken(("student", "finetune"), nodes=nodes, owner="me", outbound=None)
        assert [rule for rule in rules if rule == "6"] == found


# Descent


def status(*upstream, nodes, **settings):
    return judged(case(*upstream, nodes=nodes, outbound=META, owner="me", **settings)).status


def test_a_label_makes_no_line():
    teacher = work("teacher", META, owner="meta")
    student = work("student", META, owner="bob", by=[("teacher", "distill")])
    assert status(("student", "copy"), nodes=[teacher, student]) is Status.INCOMPATIBLE
    tuned = work("tuned", META, owner="bob", by=[("q", "finetune")])
    nodes = [teacher, work("q", FREE, owner="q"), tuned]
    made = [("tuned", "finetune"), ("teacher", "distill")]
    assert status(*made, nodes=nodes) is Status.INCOMPATIBLE


@pytest.mark.parametrize(
    ("owner", "license", "answer"),
    [
        ("meta", META, Status.COMPATIBLE),
        ("mirror", META, Status.COMPATIBLE),
        ("me", META, Status.UNKNOWN),
        (None, META, Status.UNKNOWN),
        ("q", FREE, Status.INCOMPATIBLE),
        ("q", None, Status.UNKNOWN),
    ],
)
def test_whose_word_makes_a_root(owner, license, answer):
    teacher = work("teacher", META, owner="meta")
    base = work("base", *([license] if license else []), owner=owner)
    made = [("base", "finetune"), ("teacher", "distill")]
    assert status(*made, nodes=[teacher, base]) is answer


def test_data_give_no_descent_and_take_none_away():
    teacher = work("teacher", META, owner="meta")
    web = work("web", FREE, type="dataset", owner="c")
    mirror = work("mirror", META, owner="nous", by=[("web", "trained_on")])
    made = [("mirror", "finetune"), ("teacher", "distill")]
    assert status(*made, nodes=[teacher, web, mirror]) is Status.COMPATIBLE


def test_a_licensors_models_may_be_excepted_whatever_their_licence():
    teacher = work("teacher", ANY, owner="meta")
    for owner, found in (("meta", []), ("q", ["6"])):
        base = work("base", FREE, owner=owner)
        made = [("base", "finetune"), ("teacher", "distill")]
        rules = broken(*made, nodes=[teacher, base], owner="me", outbound=None)
        assert [rule for rule in rules if rule == "6"] == found


def test_every_step_is_asked():
    teacher = work("teacher", META, owner="meta")
    first = work("first", FREE, owner="me", by=[("teacher", "distill")])
    assert "6" in broken(("first", "distill"), nodes=[teacher, first], owner="me")


def test_whether_a_merge_improves_is_a_reading():
    nodes = [work("base", COD, owner="u"), work("other", FREE, owner="q")]
    made = [("base", "merge"), ("other", "merge")]
    for held, found in ((True, ["6"]), (False, [])):
        readings = select("default") - (frozenset() if held else {"merge_improves_another"})
        rules = broken(*made, nodes=nodes, outbound=None, owner="me", readings=readings)
        assert [rule for rule in rules if rule == "6"] == found
