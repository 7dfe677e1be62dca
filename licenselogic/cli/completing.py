"""What shells are told of options whose values have parts: `--upstream`, `--fact`, `--assume`."""

from typing import Any

MOST = 50
"""Works that are offered; more would fill the screen."""


def upstream(_: Any, __: Any, typed: str) -> list[str]:
    """Return licences and well-known works that begin as `typed` does; after `:`, relations."""
    from licenselogic.norms.vocabulary import vocabulary

    name, colon, relation = typed.rpartition(":")
    if colon:
        return [f"{name}:{word}" for word in vocabulary().relations if word.startswith(relation)]
    begun = typed.casefold()
    if "/" in typed:
        from licenselogic.readers.catalogue import catalogue

        rows = (row.id for row in catalogue() if row.id.casefold().startswith(begun))
        return sorted(set(rows), key=str.casefold)[:MOST]
    from licenselogic.library.library import licenses

    return [name for name in licenses().ids() if name.casefold().startswith(begun)]


def fact(_: Any, __: Any, typed: str) -> list[str]:
    """Return facts that begin as `typed` does; after `=`, the values that a fact can have."""
    from licenselogic.norms.vocabulary import vocabulary

    facts = vocabulary().facts
    name, equals, value = typed.partition("=")
    if not equals:
        return [f"{word}=" for word in facts if word.startswith(name)]
    found = facts.get(name)
    if found is None:
        return []
    words = found.taxonomy.words if found.taxonomy else ("true", "false")
    if found.sort not in ("bool", "tree"):
        return []
    return [f"{name}={word}" for word in words if word.startswith(value)]


def assumption(_: Any, __: Any, typed: str) -> list[str]:
    """Return readings that begin as `typed` does, with both answers."""
    from licenselogic.norms.vocabulary import vocabulary

    pairs = (f"{name}={word}" for name in vocabulary().assumptions for word in ("true", "false"))
    return [pair for pair in pairs if pair.startswith(typed)]
