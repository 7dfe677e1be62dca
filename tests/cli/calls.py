"""What the tests of the command line share: a call, and a clause file of a user."""

from collections.abc import Callable

Said = tuple[int, str, str]
Call = Callable[..., Said]

OWN = """\
license "Herring-1.0" extends "model" {
  title "Herring License 1.0"
  family herring
  text "https://example.org/herring"
  hub "fish/herring"
  review checked 2026-11-23

  clause "1" {
    passage "You may"
    says "Everything but trade."
    permit use, reproduce, modify, distribute unless commercial
  }

  clause "2" {
    passage "You must"
    says "Names begin with the fish."
    require name-prefix "Herring" when distribute on derivative
  }
}
"""
