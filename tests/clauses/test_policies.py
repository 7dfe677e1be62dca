"""Use policies come to the clauses that their items are, and say what they are items of."""

import pytest

from licenselogic.base.diagnostics import ClauseFileError
from licenselogic.library.codec import pack, unpack
from licenselogic.library.library import Library
from licenselogic.norms.deontic import FlowDown, License, Origin

HEAD = 'title "T" text "u" covers model'
GRANT = 'clause "1" { passage "p" says "Use." permit use require flow-down %s when distribute }'


def entity(kind: str, name: str, *statements: str, extends: str = "") -> str:
    base = f'extends "{extends}"' if extends else ""
    head = HEAD if kind == "license" else ""
    return f'{kind} "{name}" {base} {{ {head} {" ".join(statements)} }}'


def read(*entities: str) -> License:
    """Return the last of the licences."""
    library = Library({"own.lic": "\n".join(entities).encode()})
    return library[library.ids()[-1]]


def item(number: str, *parts: str) -> str:
    return f'item "{number}" {{ passage "p" says "Not that." {" ".join(parts)} }}'


def policy(head: str, *items: str) -> str:
    return f"policy {head} {{ {' '.join(items)} }}"


def clause(cite: str, *norms: str) -> str:
    return f'clause "{cite}" {{ passage "p" says "Not that." {" ".join(norms)} }}'


@pytest.mark.parametrize(
    ("written", "spelt_out"),
    [
        (
            policy('"A"', item("1", "field spam"), item("2", "field fraud, malware")),
            {
                "A.1": ["forbid use if field in { spam }"],
                "A.2": ["forbid use if field in { fraud, malware }"],
            },
        ),
        (
            policy('"A" forbids use, sell on work, output', item("(i)", "field spam")),
            {"A(i)": ["forbid use, sell on work, output if field in { spam }"]},
        ),
        (
            policy('"A" on output', item("1", "field spam on work")),
            {"A.1": ["forbid use on work if field in { spam }"]},
        ),
        (
            policy('"A" on output', item("1", "field spam", "forbid sell if commercial")),
            {"A.1": ["forbid use on output if field in { spam }", "forbid sell if commercial"]},
        ),
    ],
)
def test_a_policy_means_what_its_items_mean_as_clauses(
    written: str, spelt_out: dict[str, list[str]]
) -> None:
    cites = ", ".join(f'"{cite}"' for cite in spelt_out)
    clauses = [clause(cite, *norms) for cite, norms in spelt_out.items()]
    found = read(entity("license", "L", GRANT % 'policy "A"', written))
    assert found.clauses == read(entity("license", "L", GRANT % cites, *clauses)).clauses


def test_a_policy_within_a_clause_is_part_of_it() -> None:
    items = ('item "a" field spam', 'item "b" field fraud on output')
    held = clause("1", "permit use", policy('"P"', *items), "term updates")
    within = read(entity("license", "L", held))
    norms = [
        "permit use",
        "forbid use if field in { spam }",
        "forbid use on output if field in { fraud }",
        "term updates",
    ]
    assert within.clauses == read(entity("license", "L", clause("1", *norms))).clauses
    assert [norm.item for norm in within.clauses[0].norms] == ["", "a", "b", ""]


def test_an_item_that_is_added_later_is_passed_on() -> None:
    items = [item(str(number), "field spam") for number in range(1, 4)]
    for some in (items[:1], items):
        found = read(entity("license", "L", GRANT % 'policy "A"', policy('"A"', *some)))
        (flow,) = [norm for _, norm in found.norms if isinstance(norm, FlowDown)]
        assert flow.cites == {clause.cite for clause in found.clauses} - {"1"}


def test_an_item_by_itself_is_not_passed_on() -> None:
    two = policy('"A"', item("1", "field spam"), item("2", "field fraud"))
    with pytest.raises(ClauseFileError, match="is an item of a policy, which is passed on whole"):
        read(entity("license", "L", GRANT % '"A.1"', two))


def inherited() -> License:
    return read(
        entity("template", "t", clause("1", "permit use"), 'omit "2" because "why"'),
        entity("license", "K", policy('"A"', item("1", "field spam")), extends="t"),
        entity("license", "L", clause("3", "term updates"), extends="K"),
    )


def test_a_provision_says_where_it_comes_from() -> None:
    found = inherited()
    origins = {clause.cite: clause.origin for clause in found.clauses}
    assert origins == {"1": Origin("template", "t"), "A.1": Origin("license", "K"), "3": None}
    assert found.omissions[0].origin == Origin("template", "t")
    assert {clause.cite: clause.policy for clause in found.clauses} == {
        "1": "",
        "A.1": "A",
        "3": "",
    }


def test_what_is_kept_loses_nothing_of_that() -> None:
    found = inherited()
    (kept,) = unpack(pack([found]))
    assert repr(kept) == repr(found)
