"""The name that a work may have, where licences ask for prefixes."""

import re
from collections.abc import Collection

from licenselogic.verdict.evidence import prefix_state
from licenselogic.verdict.verdict import DutyState


def allowed_name(name: str, prefixes: Collection[str]) -> str:
    """Return `name` if it begins with every prefix, else the same behind the longest of them.

    Returns '' where no name begins with all.
    """
    wanted = sorted(set(prefixes), key=lambda prefix: (-len(prefix), prefix))
    if _begins(name, wanted):
        return name
    for prefix in wanted:
        longer = f"{re.sub(r'[^A-Za-z0-9.]+', '-', prefix).strip('-')}-{name}"
        if _begins(longer, wanted):
            return longer
    return ""


def _begins(name: str, wanted: Collection[str]) -> bool:
    return all(prefix_state(prefix, name)[0] is DutyState.MET for prefix in wanted)
