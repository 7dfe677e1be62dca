"""Doors for what clauses are written in, and for licence expressions."""

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import licenselogic as ll
from benchmarks.damage import samples
from benchmarks.damage.doors import Damaged, judged
from benchmarks.damage.texts import JUNK, spoil
from benchmarks.damage.trees import broken, garbage, typo
from licenselogic.library.library import licenses

ROOT = Path(__file__).resolve().parents[2]

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|[\w.+-]+|\S|\s+')

OWN = "Own-1.0"


@cache
def clause_files() -> list[str]:
    """Return clause files of the library under another name, as a user's own."""
    found = []
    for path in sorted((ROOT / "licenses").rglob("*.lic"))[::12]:
        text = path.read_text("utf-8")
        if len(re.findall(r"^license ", text, re.M)) == 1 and "or-later" not in text:
            opening = r'^license "[^"]*"([^{]*)\{'
            named = rf'license "{OWN}"\1{{\n  title "T"\n  text "https://example.org"'
            found.append(re.sub(opening, named, text, flags=re.M))
    return found


@dataclass(frozen=True)
class Clauses:
    """A door for clause files of users, as the licence of an upstream work."""

    name: str = "clauses"

    @property
    def samples(self) -> int:
        """How many undamaged inputs there are."""
        return len(clause_files())

    def sound(self, number: int) -> bytes:
        """Return an undamaged clause file."""
        return clause_files()[number].encode()

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return a clause file with a word or text spoilt, or with damage to its bytes."""
        text = clause_files()[number]
        if dice.random() < 0.35:
            spoilt = spoil(dice, text.encode(), closed=True)
            lines = "line" in spoilt.how  # a clause twice, or a statement elsewhere, may be meant
            return Damaged(spoilt.content, spoilt.how, spoilt.faithful and not lines)
        tokens = _TOKEN.findall(text)
        spots = [i for i, token in enumerate(tokens) if token.strip() and token[0] != "#"]
        spot = dice.choice(spots)
        old = tokens[spot]
        way = dice.choice(["word", "word", "word", "junk", "typo", "lost", "double", "brace"])
        if way == "word":
            new = f'"{garbage(dice)}"' if old[0] == '"' else garbage(dice)
        elif way == "junk":
            new = dice.choice(JUNK).decode("utf-8", "replace")
        elif way == "typo":
            new = typo(dice, old)
        else:
            new = {"lost": "", "double": f"{old} {old}", "brace": dice.choice("{}()")}[way]
        tokens[spot] = new
        content = "".join(tokens).encode("utf-8", "surrogatepass")
        return Damaged(content, f"{old!r:.40} is {new!r:.40}", way == "word" and old[0] != '"')

    def enter(self, content: bytes, full: bool) -> str:
        """Read a licence, and check a fine-tune under MIT of a work under it."""
        library = licenses().extended({"own.lic": content})
        library.entity(OWN)
        upstream = {"id": "a/base", "type": "model", "license": OWN}
        edge = {"work": "a/base", "by": "finetune"}
        target = {"id": "b/tuned", "type": "model", "license": "mit", "from": [edge]}
        lineage = ll.Lineage.from_dict({"works": [upstream, target]})
        return judged(lineage, full, library)


# Expressions --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Expressions:
    """A door for licence expressions."""

    name: str = "expressions"
    samples: int = len(samples.EXPRESSIONS)

    def sound(self, number: int) -> str:
        """Return an undamaged expression."""
        return samples.EXPRESSIONS[number]

    def damaged(self, dice: random.Random, number: int) -> Damaged:
        """Return an expression with a part spoilt."""
        parts = re.findall(r"[()]|[^\s()]+", self.sound(number))
        spot = dice.randrange(len(parts))
        way = dice.choice(["garbage", "broken", "typo", "paren", "repeat", "case", "blank", "lost"])
        faithful = way in ("garbage", "case", "blank")
        if way == "garbage":
            parts[spot] = garbage(dice)
        elif way == "broken":
            parts[spot] = str(broken(dice))
        elif way == "typo":
            parts[spot] = typo(dice, parts[spot])
        elif way == "paren":
            parts.insert(spot, dice.choice("()") * dice.choice([1, 2, 60, 5000]))
        elif way == "repeat":
            joint = dice.choice([" AND ", " OR ", " WITH ", " ", "+", ","])
            parts[spot] = joint.join([parts[spot]] * dice.choice([2, 10, 100, 3000]))
        elif way == "case":
            parts[spot] = dice.choice([str.upper, str.lower, str.swapcase])(parts[spot])
        elif way == "lost":
            del parts[spot]
        blank = dice.choice(["\t", "\n", "  ", "\u00a0", "\u3000"]) if way == "blank" else " "
        return Damaged(blank.join(parts), way, faithful)

    def enter(self, text: str, full: bool) -> str:
        """Check a fine-tune under MIT of a work under an expression."""
        base = {"id": "a/base", "type": "model", "license": text}
        tuned = {"id": "b/tuned", "license": "mit", "from": [{"work": "a/base", "by": "finetune"}]}
        return judged(ll.Lineage.from_dict({"works": [base, tuned]}), full)
