"""The ways to choose among the licences that upstream works leave to choose."""

from itertools import islice, product

from licenselogic.decision.engine import Engine
from licenselogic.decision.questions import Chosen
from licenselogic.decision.signature import Signature

MAX_WAYS = 16
"""Ways to choose that are looked at one by one."""


def ways(engine: Engine, signature: Signature) -> list[Chosen]:
    """Return every way to choose, one where nothing is left to choose; none of more than 16."""
    parse = engine.expressions.parse
    options = [(choice.name, parse(choice.text).alternatives) for choice in signature.choices]
    found: list[Chosen] = [
        dict(zip((name for name, _ in options), terms, strict=True))
        for terms in islice(product(*(alternatives for _, alternatives in options)), MAX_WAYS + 1)
    ]
    return found if len(found) <= MAX_WAYS else []
