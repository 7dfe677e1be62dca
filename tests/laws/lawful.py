"""What the laws share: answers to cases, and changes made to cases."""

from dataclasses import replace

from hypothesis import reject

import licenselogic as ll
from licenselogic.base.codes import Code
from licenselogic.library.library import Library
from licenselogic.lineage.graph import Lineage
from licenselogic.lineage.work import Edge, Work
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.reference.senses import understood
from licenselogic.testing import sides


def answer(case, rlimit=None):
    """The answer of the fast side to `case`."""
    return sides.solve(case, rlimit)


def broken(case):
    """What the fast side finds broken, by rule and licences."""
    return sides.solved(answer(case).decision.violations)


def checked(case, **options):
    """The verdict on `case`, through the public interface."""
    return ll.check(
        case.lineage,
        case.work,
        assumptions={name: name in case.readings for name in vocabulary().assumptions},
        licenses=case.library,
        **options,
    )


def verdict(case, **options):
    """The same; a case whose outbound licence permits nothing is no case: it is refused."""
    try:
        return checked(case, **options)
    except ll.LicenseLogicError as error:
        if error.codes == (Code.NO_PERMISSION,):
            reject()
        raise


def with_upstream(case, below, license, relation, type="model"):
    """`case` with one work more, under `license`, from which `below` is made too."""
    works = [*case.lineage.works.values(), Work("extra", type, license and license.id)]
    edges = dict(case.lineage.upstream)
    edges[below] = (*edges[below], Edge("extra", relation))
    library = case.library
    if license is not None and license not in library:
        library = Library.of([*library, license], dict(library.groups))
    return replace(case, lineage=Lineage.of(works, edges), library=library)


def with_work(case, name, **changes):
    """`case` with one work changed."""
    works = [replace(w, **changes) if w.id == name else w for w in case.lineage.works.values()]
    return replace(case, lineage=Lineage.of(works, case.lineage.upstream))


def reason(case):
    """The rules that fail, for events."""
    return " ".join(sorted(sides.rules(broken(case)))) or "none"


def adds_no_type(case, more):
    """Tell whether the extra work is what its type says, and the others are what they were.

    Its relation is then read in one sense alone.
    """
    one, other = understood(case.lineage).works, understood(more.lineage)
    same = all(other.works[name].type == work.type for name, work in one.items())
    edges = [edge for above in other.upstream.values() for edge in above if edge.work == "extra"]
    return (
        same and len(edges) == 1 and other.works["extra"].type == more.lineage.works["extra"].type
    )


def carried(case, name):
    """Tell whether something of a work is in the target: tools and what is run with leave none."""
    found, waiting = {case.work}, [case.work]
    while waiting:
        edges = case.lineage.upstream[waiting.pop()]
        fresh = {e.work for e in edges if vocabulary().relations[e.by].acts} - found
        found |= fresh
        waiting += fresh
    return name in found
