"""The licence written for the purpose: it permits exactly what every ancestor allows."""

from licenselogic.reference.offer import Case
from licenselogic.reference.own import own_terms
from licenselogic.reference.rules import Court
from licenselogic.testing import sides


def written(case, beside=frozenset()):
    """A licence that permits what every ancestor of `case` allows, offered `beside` others."""
    matter = sides.matter(case)
    bound, made = matter.reaching(matter.held(next(matter.choices()), {}))
    asked = Case(matter.facts, bound, made, frozenset(beside), frozenset())
    return own_terms(Court(asked, matter.scenarios))
