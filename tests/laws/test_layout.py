"""What is printed is read back, and printed the same again."""

import re
from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st
from trees import files, norms

from licenselogic.clauses import tree
from licenselogic.clauses.printer import WIDTH, print_file
from licenselogic.clauses.syntax import parse


@given(files())
def test_what_is_printed_is_read_back(file: tree.File) -> None:
    """parse(print(tree)) = tree"""
    kinds = {type(s).__name__ for e in file.entities for s in e.statements}
    for kind in sorted(kinds):
        event(kind)
    assert parse(print_file(file)) == file


@given(files())
def test_printing_twice_changes_nothing(file: tree.File) -> None:
    """print(parse(print(tree))) = print(tree)"""
    printed = print_file(file)
    assert print_file(parse(printed)) == printed


@given(norms(), st.integers(0, 2))
def test_a_norm_is_broken_only_between_its_words(norm: tree.Statement, depth: int) -> None:
    """Lines are as short as words and quoted texts let them be, however deep they stand."""
    one = tree.Text("1")
    item = tree.Item(number=one, parts=(replace(norm, before=(), behind=""),))
    policy = tree.Policy(name=one, items=(item,))
    within = tree.ClauseNode(cite=one, parts=[item.parts, (), (policy,)][depth])
    licence = tree.Entity(
        kind="license", id=tree.Text("L"), statements=(policy if depth == 1 else within,)
    )
    for line in print_file(tree.File("x.lic", (licence,))).split("\n"):
        event(f"too long: {len(line) > WIDTH}")
        parts = re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^" ])+', line)
        assert len(line) <= WIDTH or len(parts) == 1
