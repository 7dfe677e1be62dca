"""Every door, with its undamaged inputs."""

from benchmarks.damage.bills import bill_doors
from benchmarks.damage.cards import card_doors
from benchmarks.damage.clauses import Clauses, Expressions
from benchmarks.damage.commands import Commands
from benchmarks.damage.doors import Door
from benchmarks.damage.lineages import lineage_doors
from benchmarks.damage.tables import table_doors


def doors() -> list[Door]:
    """Return every door."""
    files = [*lineage_doors(), *card_doors(), *table_doors(), *bill_doors()]
    return [*files, Clauses(), Expressions(), Commands()]
