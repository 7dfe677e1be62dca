"""Licences that are ruled out at once, where upstream works are under names of several licences.

Every licence that such a name may mean must do.  A meaning under which one label failed most often
fails the next one too, so meanings that failed before are asked first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from licenselogic.decision.engine import Engine
from licenselogic.decision.questions import Chosen, Group, Offered, Questions, Reading
from licenselogic.decision.rules import Depth
from licenselogic.decision.settling import MAX_COMBINATIONS
from licenselogic.decision.signature import Signature
from licenselogic.repair.ways import ways


@dataclass(eq=False)
class _Way:
    """One way to choose among upstream alternatives, and what the names in it may mean."""

    chosen: Chosen
    groups: list[Group]
    deadly: list[Reading] = field(default_factory=list)

    def meanings(self) -> Iterator[Reading]:
        """Yield what the names may mean: first what failed before, the latest first."""
        known = list(self.deadly)
        yield from known
        for meant in islice(product(*(g[2] for g in self.groups)), MAX_COMBINATIONS):
            pairs = zip(self.groups, meant, strict=True)
            reading = {(choice, name): (license,) for (choice, name, *_), license in pairs}
            if reading not in known:
                yield reading

    def failed(self, reading: Reading) -> None:
        """Note that a meaning failed."""
        if reading in self.deadly:
            self.deadly.remove(reading)
        self.deadly.insert(0, reading)


@dataclass(frozen=True)
class Suitable:
    """The labels for one work, of which some can be ruled out at once."""

    engine: Engine
    signature: Signature

    def ruled_out(self, licenses: Offered) -> bool:
        """Tell whether the work certainly may not be offered under these licences together."""
        return bool(self.ways) and all(self._fails(way, licenses) for way in self.ways)

    @cached_property
    def put(self) -> Questions:
        """The questions that there are to put."""
        return Questions(self.engine, self.signature)

    @cached_property
    def ways(self) -> list[_Way]:
        """The ways to choose; none where there are too many, or no name is open in one of them."""
        found = [_Way(way, self.put.groups(way)) for way in ways(self.engine, self.signature)]
        return found if all(way.groups for way in found) else []

    def _fails(self, way: _Way, licenses: Offered) -> bool:
        """Tell whether some meaning of the names certainly fails."""
        for reading in way.deadly[:1]:
            if self._broken(way, licenses, reading):
                return True
        if not self._broken(way, licenses, None):  # all meanings at once
            return False
        for reading in way.meanings():
            if self._broken(way, licenses, reading):
                way.failed(reading)
                return True
        return False

    def _broken(self, way: _Way, licenses: Offered, reading: Reading | None) -> bool:
        question = self.put.question(way.chosen, licenses, reading)
        return bool(self.engine.decide(question, Depth.STATUS).violations)
