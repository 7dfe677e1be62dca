"""The provisions of a licence after inheritance: clauses, omissions, and the items of its policies.

A use policy is one construct, and each of its items becomes a clause, numbered under the policy:
item `1` of `policy "Attachment A"` is clause `Attachment A.1`, item `(a)` is `Attachment A(a)`.
A policy within a clause is all of it that clause, whose number is the one that the licence prints.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from licenselogic.base.codes import Code
from licenselogic.base.diagnostics import Diagnostic, did_you_mean
from licenselogic.base.display import quoted
from licenselogic.clauses import tree


@dataclass(frozen=True)
class Provision:
    """What stands under a number, in which entity, and of which policy, if of any."""

    cite: tree.Text
    node: tree.ClauseNode | tree.Omit | tree.Item
    entity: tree.Entity
    policy: str = ""
    under: tree.Policy | None = None
    """The policy as it was written, whose acts and statuses an item takes over."""


Provisions = dict[str, Provision]


def gather(chain: Sequence[tree.Entity], problems: list[Diagnostic]) -> Provisions:
    """Return the provisions of `chain`, nearest first, by number, the farthest base's first.

    A provision takes the place of the inherited one of its number; a policy takes the place of the
    inherited one of its name, with all items.
    """
    found: Provisions = {}
    for entity in reversed(chain):
        problems += _drop(entity, found)
        own = list(_provisions(entity))
        problems += _repeated(own)
        for name in {provision.policy for provision in own if provision.policy}:
            for cite in [cite for cite, other in found.items() if other.policy == name]:
                del found[cite]
        for provision in own:
            cite = provision.cite.text
            policy = provision.policy or (found[cite].policy if cite in found else "")
            found[cite] = Provision(provision.cite, provision.node, entity, policy, provision.under)
    return found


def _provisions(entity: tree.Entity) -> Iterator[Provision]:
    for node in entity.statements:
        if isinstance(node, tree.ClauseNode | tree.Omit):
            yield Provision(node.cite, node, entity)
        elif isinstance(node, tree.Policy):
            for item in node.items:
                yield Provision(numbered(node, item), item, entity, node.name.text, node)


def numbered(policy: tree.Policy, item: tree.Item) -> tree.Text:
    """Return the number of the clause that an item is: joined by a dot, unless it has brackets."""
    joint = "" if item.number.text.startswith("(") else "."
    return tree.Text(f"{policy.name.text}{joint}{item.number.text}", item.number.span)


def _repeated(own: Iterable[Provision]) -> Iterator[Diagnostic]:
    seen: dict[str, Provision] = {}
    for provision in own:
        first = seen.setdefault(provision.cite.text, provision)
        if first is provision or (first.under and first.under is provision.under):
            continue  # an item twice in one policy is told of the policy
        message = f"clause `{provision.cite.text}` twice"
        yield Diagnostic(Code.DUPLICATE, message, provision.cite.span)


def _drop(entity: tree.Entity, inherited: Provisions) -> Iterator[Diagnostic]:
    known = list(inherited)
    policies = {p.policy for p in inherited.values()} - {""}
    for target in (t for n in entity.statements if isinstance(n, tree.Drop) for t in n.targets):
        if isinstance(target, tree.PolicyName):
            gone = [c for c, p in inherited.items() if p.policy == target.name.text]
            message, near = f"no policy called {quoted(target.name.text)} is inherited", policies
        else:
            gone = [target.text] if target.text in inherited else []
            message, near = f"no clause numbered {quoted(target.text)} is inherited", set(known)
        for cite in gone:
            del inherited[cite]
        if not gone:
            text = target.name if isinstance(target, tree.PolicyName) else target
            hint = did_you_mean(text.text, near)
            yield Diagnostic(Code.BAD_REFERENCE, message, text.span, help=hint)


def policies(entity: tree.Entity) -> Iterator[tree.Policy]:
    """Yield the policies of an entity, also those within clauses."""
    for node in entity.statements:
        if isinstance(node, tree.Policy):
            yield node
        elif isinstance(node, tree.ClauseNode):
            yield from (part for part in node.parts if isinstance(part, tree.Policy))


def misshapen_policies(entity: tree.Entity) -> Iterator[Diagnostic]:
    """Yield a finding for each policy without items, each repeated one, and each repeated item."""
    seen: set[str] = set()
    for policy in policies(entity):
        name = policy.name.text
        if name in seen:
            yield Diagnostic(Code.DUPLICATE, f"policy `{name}` twice", policy.name.span)
        seen.add(name)
        if not policy.items:
            message = f"policy `{name}` has no items"
            yield Diagnostic(Code.MISSING_STATEMENT, message, policy.name.span)
        yield from _items(policy)
    for clause in (n for n in entity.statements if isinstance(n, tree.ClauseNode)):
        yield from _summaries(clause)


def _items(policy: tree.Policy) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for item in policy.items:
        called = f"item `{item.number.text}` of policy `{policy.name.text}`"
        if item.number.text in seen:
            yield Diagnostic(Code.DUPLICATE, f"{called} twice", item.number.span)
        seen.add(item.number.text)
        if not any(isinstance(part, tree.Fields | tree.Statement) for part in item.parts):
            message = f"{called} rules nothing out"
            hint = "state the fields of use: `field WORDS`"
            yield Diagnostic(Code.MISSING_STATEMENT, message, item.number.span, help=hint)


def _summaries(clause: tree.ClauseNode) -> Iterator[Diagnostic]:
    for policy in (part for part in clause.parts if isinstance(part, tree.Policy)):
        for says in (p for i in policy.items for p in i.parts if isinstance(p, tree.Says)):
            message = f"the items of a policy within clause `{clause.cite.text}` have no summaries"
            hint = "say it in the `says` of the clause, or in a comment"
            yield Diagnostic(Code.SYNTAX, message, says.span, "has no effect here", hint)


def members(found: Mapping[str, Provision]) -> dict[str, frozenset[str]]:
    """Return, for each policy, the numbers of the clauses that its items are."""
    of: dict[str, set[str]] = {}
    for cite, provision in found.items():
        if isinstance(provision.node, tree.Omit):
            continue
        names = {provision.policy} - {""}
        if isinstance(provision.node, tree.ClauseNode):
            inner = (part for part in provision.node.parts if isinstance(part, tree.Policy))
            names |= {policy.name.text for policy in inner}
        for name in names:
            of.setdefault(name, set()).add(cite)
    return {name: frozenset(cites) for name, cites in of.items()}


def passed_on(node: tree.Statement, of: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the numbers of the clauses that a flow-down names, by themselves or as policies."""
    cites: set[str] = set()
    for target in node.members:
        if isinstance(target, tree.PolicyName):
            cites |= of.get(target.name.text, frozenset())
        elif isinstance(target, tree.Text):
            cites.add(target.text)
    return frozenset(cites) if node.form == "flow-down" else frozenset()


def unknown_cites(found: Mapping[str, Provision]) -> Iterator[Diagnostic]:
    """Yield a finding for each number, or policy, that a norm names and that is not there.

    A flow-down names a policy, not its items one by one: none can be forgotten.
    """
    known = [c for c, p in found.items() if not isinstance(p.node, tree.Omit)]
    of = members(found)
    for statement in (s for p in found.values() for s in statements(p.node)):
        targets = statement.members if statement.form == "flow-down" else ()
        for target in (*targets, *statement.notwithstanding):
            if isinstance(target, tree.PolicyName):
                if target.name.text not in of:
                    message = f"no policy is called {quoted(target.name.text)}"
                    hint = did_you_mean(target.name.text, of)
                    yield Diagnostic(Code.BAD_REFERENCE, message, target.name.span, help=hint)
            elif target.text not in known:
                message = f"no clause is numbered {quoted(target.text)}"
                hint = did_you_mean(target.text, known)
                if target.text in of:
                    hint = f'write `policy "{target.text}"`'
                yield Diagnostic(Code.BAD_REFERENCE, message, target.span, help=hint)
            elif target in targets and (name := found[target.text].policy):
                message = f"clause `{target.text}` is an item of a policy, which is passed on whole"
                hint = f'write `policy "{name}"`'
                yield Diagnostic(Code.BAD_REFERENCE, message, target.span, help=hint)


def statements(node: tree.ClauseNode | tree.Omit | tree.Item) -> Iterator[tree.Statement]:
    """Yield the norms of a provision as they were written, also those within its policies."""
    for part in () if isinstance(node, tree.Omit) else node.parts:
        if isinstance(part, tree.Statement):
            yield part
        elif isinstance(part, tree.Policy):
            yield from (s for item in part.items for s in statements(item))
