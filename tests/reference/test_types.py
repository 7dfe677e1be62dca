"""Types launder nothing: what was done with a work says what it is."""

from small import FREE, OPEN, broken, case, lic, work

from licenselogic.norms.assumptions import select
from licenselogic.testing.sides import matter

HEAD = """
  counts generated_by as output
  counts trained_on, distill from output as extracted
  counts distill as extracted
  counts trained_on as independent
  counts copy from work as work
  counts combine, embed as larger-work
  counts finetune, merge, incorporate, convert as derivative
"""
FORBID = "forbid improve-other-models on work, derivative, larger-work, output, extracted"
COD = lic("Cod", OPEN, f"{FORBID} unless target in family cod", head=HEAD, family="cod")
SHARED = lic("Shared", OPEN, "require license in { self } when distribute on derivative", head=HEAD)
OTHER = work("other", FREE)


def test_a_generator_may_be_called_anything():
    for type in ("model", "software", "dataset"):
        nodes = [
            work("teacher", COD, type=type),
            work("data", FREE, type="dataset", by=[("teacher", "generated_by")]),
            OTHER,
        ]
        made = [("other", "finetune"), ("data", "trained_on")]
        assert "6" in broken(*made, nodes=nodes, outbound=None), type


def test_a_merge_of_models_is_a_model():
    for type in ("model", "software", "dataset"):
        found = broken((COD, "merge"), (OTHER, "merge"), outbound=COD, type=type)
        assert "6" in found, type


def test_a_copy_is_what_it_is_a_copy_of():
    nodes = [
        work("base", COD),
        work("copy", COD, type="dataset", by=[("base", "copy")]),
        work("mine", FREE),
    ]
    made = [("mine", "finetune"), ("copy", "trained_on")]
    assert "6" in broken(*made, nodes=nodes, outbound=None)


def test_training_on_a_model_is_distilling_too():
    heard = lic("L", OPEN, "forbid distill", head=HEAD)
    assert "1" in broken((heard, "trained_on"))
    assert broken((work("u", heard, type="dataset"), "trained_on")) == []


def test_a_dataset_that_is_made_as_a_model_has_its_parts_incorporated():
    kept = work("u", SHARED, type="dataset")
    assert broken((kept, "trained_on")) == []
    assert broken((kept, "trained_on"), type="dataset") == ["4"]


def separable(*relations):
    """Whether material at the upper end of a chain of relations stands whole at its lower end."""
    chain = [work("w0", SHARED)]
    for number, relation in enumerate(relations[:-1], 1):
        chain.append(work(f"w{number}", FREE, by=[(f"w{number - 1}", relation)]))
    found = matter(
        case((f"w{len(relations) - 1}", relations[-1]), nodes=chain, readings=select("default"))
    )
    reached, _ = found.reaching(found.held(next(found.choices()), {}))
    return {bound.separable for bound in reached if bound.license.id == "Shared"}


def test_separability_ends_with_the_next_step_that_mixes():
    assert separable("combine") == separable("embed", "copy") == {True}
    assert separable("combine", "convert") == separable("incorporate", "combine") == {True}
    for sealing in ("incorporate", "merge", "finetune"):
        assert separable("combine", sealing) == {False}
        assert separable("combine", sealing, "combine") == {True}
