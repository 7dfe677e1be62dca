"""Mutants of what comes in: lineages, cards, tags, configurations, names, the catalogue."""

from dataclasses import replace

from licenselogic.lineage import facts, problems, work
from licenselogic.readers import assemble, card_text, cards, configs, infer, names
from licenselogic.readers.catalogue import Catalogue
from mutants import change, mutant, returns

LINEAGE = ("lineage",)
READERS = ("readers",)


# Lineages


@mutant(*LINEAGE)
def the_first_part_of_any_path_is_an_owner():
    def owner(identifier):
        first, slash, _ = identifier.strip("./").partition("/")
        return first if slash else None

    change(work, "default_owner", lambda _: owner)


@mutant(*LINEAGE)
def nobody_owns_a_work_by_its_id():
    change(work, "default_owner", returns(None))


@mutant(*LINEAGE)
def circles_are_not_found():
    change(problems, "circles", returns([]))


@mutant(*LINEAGE)
def relations_that_contradict_types_are_not_noticed():
    change(problems, "noticed", returns([]))


@mutant(*LINEAGE)
def a_fact_may_contradict_the_publication():
    def changed(original):
        return lambda raw, _: original(raw, "share")

    change(facts, "read_facts", changed)


# Cards


@mutant(*READERS)
def the_header_of_a_card_is_lost():
    change(card_text, "split", lambda original: lambda *rest: original(*rest)._replace(meta={}))


@mutant(*READERS)
def no_card_has_a_header():
    change(card_text, "has_header", returns(False))


@mutant(*READERS)
def the_text_of_a_card_is_lost():
    change(card_text, "split", lambda original: lambda *rest: original(*rest)._replace(body=""))


@mutant(*READERS)
def tags_are_lost():
    def changed(original):
        def read_card(name, fields, *rest, **more):
            return original(name, replace(fields, tags=()), *rest, **more)

        return read_card

    change(cards, "read_card", changed)


@mutant(*READERS)
def every_card_is_that_of_a_model():
    change(cards, "type_of", returns("model"))


def card(changed):
    """A change of `read_card`: what it finds is `changed`."""
    return lambda original: lambda *rest, **more: changed(original(*rest, **more))


@mutant(*READERS)
def what_a_card_contradicts_is_not_told():
    change(cards, "read_card", card(lambda found: replace(found, findings=())))


@mutant(*READERS)
def a_card_has_one_upstream():
    change(cards, "read_card", card(lambda found: replace(found, upstream=found.upstream[:1])))


@mutant(*READERS)
def the_upstream_of_a_card_is_lost():
    change(cards, "read_card", card(lambda found: replace(found, upstream=())))


@mutant(*READERS)
def an_upstream_without_a_name_is_lost():
    def named(found):
        lost = {work.id for work in found.nameless}
        kept = tuple(edge for edge in found.upstream if edge.work not in lost)
        return replace(found, upstream=kept, nameless=())

    change(cards, "read_card", card(named))


@mutant(*READERS)
def datasets_of_a_card_are_lost():
    def models(found):
        kept = tuple(edge for edge in found.upstream if edge.by != "trained_on")
        return replace(found, upstream=kept)

    change(cards, "read_card", card(models))


@mutant(*READERS)
def an_inferred_relation_is_stated():
    def stated(found):
        edges = tuple(replace(edge, inferred=False) for edge in found.upstream)
        return replace(found, upstream=edges)

    change(cards, "read_card", card(stated))


# Relations


@mutant(*READERS)
def every_model_is_a_fine_tune():
    change(infer, "choose", returns("finetune"))


@mutant(*READERS)
def several_bases_are_no_merge():
    change(infer, "choose", lambda original: lambda signs, *_: original(signs))


@mutant(*READERS)
def signs_of_merging_win_over_quantization():
    def changed(original):
        def choose(signs, base_models=1):
            found = set(signs)
            return "merge" if "merge" in found else original(found, base_models)

        return choose

    change(infer, "choose", changed)


@mutant(*READERS)
def there_are_no_signs_of_a_relation():
    change(infer, "hints", returns([]))


@mutant(*READERS)
def the_library_of_a_card_tells_nothing():
    def changed(original):
        return lambda tags, **more: original(tags, **{**more, "library_name": None})

    change(infer, "hints", changed)


@mutant(*READERS)
def what_was_made_from_another_does_not_show_it():
    change(infer, "made_from_another", returns([]))


@mutant(*READERS)
def tags_state_no_relation():
    change(infer, "stated_relations", lambda o: lambda tags: dict.fromkeys(o(tags), ()))


@mutant(*READERS)
def configurations_of_adapters_are_not_read():
    change(configs, "adapter_base", returns({}))


@mutant(*READERS)
def configurations_of_merges_are_not_read():
    change(configs, "merged_models", returns({}))


@mutant(*READERS)
def of_a_merge_one_model_is_read():
    change(configs, "merged_models", lambda o: lambda *rest: dict(list(o(*rest).items())[:1]))


# Names


@mutant(*READERS)
def addresses_are_names():
    change(names, "read_name", lambda _: lambda text: names.Name(text.strip()))


@mutant(*READERS)
def early_names_stay_as_they_are():
    change(names, "full_name", lambda _: lambda name, *_: name)


@mutant(*READERS)
def every_name_is_that_of_a_work():
    change(names, "names_nothing", returns(False))


@mutant(*READERS)
def a_dataset_takes_the_name_of_a_model():
    change(assemble, "to_dataset", returns(False))


@mutant(*READERS)
def the_catalogue_knows_nothing():
    change(Catalogue, "find", returns(None))
