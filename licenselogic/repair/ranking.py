"""The order in which licences are recommended (docs/recommend.md, "The order")."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from licenselogic.base.resources import licenses as licenses_folder
from licenselogic.norms.deontic import License
from licenselogic.norms.vocabulary import vocabulary
from licenselogic.repair.permissive import Permissive


@dataclass(frozen=True)
class Ranking:
    """Ranks licences for a work of a type; `upstream` are the licences that reach it."""

    permissive: Permissive
    material: str
    upstream: Collection[str]

    def best_first(self, possible: Mapping[str, tuple[License, ...]]) -> list[str]:
        """Return labels, each the text of licences that bind together, the best first."""
        permissive = self.permissive
        counts = {text: permissive.count(licenses) for text, licenses in possible.items()}
        tied: dict[int, dict[str, tuple[License, ...]]] = {}
        for text, licenses in possible.items():
            tied.setdefault(counts[text], {})[text] = licenses
        layers: dict[str, int] = {}
        for group in tied.values():
            layers.update(permissive.layers(group))
        return sorted(
            possible,
            key=lambda text: (
                not self.fits(possible[text]),
                -counts[text],
                layers[text],
                permissive.copyleft(possible[text]),
                -min(adoption().get(license.id, 0) for license in possible[text]),
                permissive.terms(possible[text]),
                text,
            ),
        )

    def fits(self, licenses: Iterable[License]) -> bool:
        """Tell whether licences were written for such works, or are those of upstream works."""
        material = vocabulary().types[self.material] | {"any"}
        return all(k.covers & material or k.id in self.upstream for k in licenses)


@cache
def adoption() -> Mapping[str, int]:
    """Return how many models of the Hub declared each licence (licenses/adoption.toml)."""
    text = (licenses_folder() / "adoption.toml").read_text(encoding="utf-8")
    models: dict[str, int] = tomllib.loads(text)["models"]
    return models
