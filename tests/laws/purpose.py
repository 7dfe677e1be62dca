"""The licence written for the purpose: it permits exactly what every ancestor allows."""

from licenselogic.reference.offer import Case
from licenselogic.reference.own import own_terms
from licenselogic.reference.rules import Court
from licenselogic.testing import sides


def written(case, beside=frozenset()):
    """A licence that permits what every ancestor of `case` allows, offered `beside` others."""
    matter = sides.matter(case)
    taken = next(matter.choices())
    held = matter.held(taken, {})
    bound, made = matter.reaching(held)
    deeds = frozenset(matter.deed(act, held, taken) for act in made)
    about = frozenset(matter.line(base, matter.target, held, taken) for base in matter.bases)
    given = matter.licensors(held)
    asked = Case(matter.facts, bound, deeds, frozenset(beside), about, given, joined=matter.joined)
    return own_terms(Court(asked, matter.scenarios))
