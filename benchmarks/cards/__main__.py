"""The command of the benchmark: judge real responses of the Hub offline, and count.

    python -m benchmarks.cards [--responses FILE]

The exit code is 1 if fewer cards than wanted get a definite answer, if an answer that is not
definite does not say what is missing, or if fewer works without a licence than wanted get one
recommended.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.cards import recommended
from benchmarks.cards.judged import RESPONSES, WANTED, judged, read, report


def main() -> int:
    """Print the figures; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=Path, default=RESPONSES, help="JSON lines, maybe gz")
    arguments = parser.parse_args()
    if not arguments.responses.is_file():
        print(f"skipped: {arguments.responses} is not here")
        return 0
    cards = judged(read(arguments.responses))
    without = judged(read(arguments.responses), catalogue=False)
    print(report(cards, without))
    silent = [card.work for card in cards if not card.told]
    for work in silent:
        print(f"does not say what is missing: {work}")
    advised = recommended.advised(recommended.unlicensed(arguments.responses))
    print(f"\n{recommended.report(advised)}")
    definite = sum(card.definite for card in cards)
    enough = definite >= WANTED * len(cards) and recommended.share(advised) >= recommended.WANTED
    return int(bool(silent) or not enough)


if __name__ == "__main__":
    sys.exit(main())
