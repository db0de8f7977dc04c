"""Rules that several transactions have under different ids."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Context, Pattern, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import above_zero, only, value
from samkop.core.edocs.ubl.tree import Branch


def wrong_profile(rule: str, *profiles: str) -> Context:
    """The process that the document belongs to must be one of `profiles`."""
    sentence = gettext_noop("{value} is no process of this document, which are {profiles}.")
    values = (("profiles", ", ".join(profiles)),)
    return Context(
        ("cbc:ProfileID",),
        (Rule(rule, lambda leaf, _scope: leaf.value in profiles, sentence, values=values),),
    )


def specification(rule: str, prefix: str) -> Context:
    """The specification identifier must begin with `prefix`."""
    return Context(
        ("cbc:CustomizationID",),
        (
            Rule(
                rule,
                lambda leaf, _scope: leaf.value.startswith(prefix),
                gettext_noop("{value} does not begin with {prefix}."),
                values=(("prefix", prefix),),
            ),
        ),
    )


def tax_category(match: tuple[str, ...], rate: str, standard: str) -> Context:
    """A tax category needs a rate unless it is O, and a rate above zero if it is S."""
    return Context(
        match,
        (
            Rule(
                rate,
                lambda tax, _scope: "cbc:Percent" in tax or value(tax, "cbc:ID") == "O",
                gettext_noop(
                    "The tax category has no rate. Only what is not subject to tax (O) has none."
                ),
            ),
            Rule(
                standard,
                lambda tax, _scope: (
                    value(tax, "cbc:ID") != "S"
                    or any(above_zero(leaf) for leaf in tax.leaves("cbc:Percent"))
                ),
                gettext_noop("The standard tax rate (S) is not above zero."),
            ),
        ),
    )


def has_name_or_identifier(role: Branch, _scope: Scope) -> bool:
    """The party in this role has a name or an identifier."""
    return role.has("cac:Party/cac:PartyName/cbc:Name") or role.has(
        "cac:Party/cac:PartyIdentification/cbc:ID"
    )


def named_party(role: str, rule: str, sentence: str) -> Context:
    """The party in this role must have a name or an identifier."""
    return Context((role,), (Rule(rule, has_name_or_identifier, sentence),))


def identified_item(rule: str) -> Rule:
    """An item is known by the seller's or a standard number."""
    return Rule(
        rule,
        lambda item, _scope: (
            item.has("cac:StandardItemIdentification/cbc:ID")
            or item.has("cac:SellersItemIdentification/cbc:ID")
        ),
        gettext_noop("The item has neither a seller's nor a standard identifier."),
    )


def gather_line_number(line: Branch, scope: Scope) -> None:
    """Count how many lines so far have this line's number."""
    for leaf in line.leaves("cbc:ID"):
        scope.sums.line_ids[leaf.text] += 1


def line_number_is_unique(line: Branch, scope: Scope) -> bool:
    """The line has a number, and no line before it has the same."""
    leaf = only(line, "cbc:ID")
    return leaf is not None and scope.sums.line_ids[leaf.text] == 1


def unique_line(rule: str) -> Rule:
    """Line numbers tell the lines of a document apart. Needs `gather_line_number`."""
    return Rule(
        rule, line_number_is_unique, gettext_noop("The line has no number or that of another line.")
    )


def counts_as(code: str, allowed: Test) -> Test:
    """A test that matters only where the element's value is `code`."""
    return lambda leaf, scope: leaf.value != code or allowed(leaf, scope)


def numbered(rules: Iterable[Rule], prefix: str, *numbers: str) -> tuple[Rule, ...]:
    """The same rules in the same order, under the ids of another transaction."""
    return tuple(
        replace(rule, id=f"{prefix}{number}") for rule, number in zip(rules, numbers, strict=True)
    )


def restated(
    pattern: Pattern,
    ids: tuple[str, str],
    roots: tuple[str, str] = ("", ""),
    warnings: frozenset[str] = frozenset(),
) -> Sequence[Context]:
    """A pattern that another transaction has word for word, under ids and a root of its own.

    `ids` are how they begin there and here (`PEPPOL-T01-`, `PEPPOL-T114-`), `roots` the names of
    the root elements there and here. The rules in `warnings` are no more than that here.
    """
    theirs, ours = ids

    def named(match: str) -> str:
        return "/".join(roots[1] if step == roots[0] != "" else step for step in match.split("/"))

    def under_our_id(rule: Rule) -> Rule:
        new = f"{ours}{rule.id.removeprefix(theirs)}"
        return replace(rule, id=new, flag=Flag.WARNING if new in warnings else rule.flag)

    return tuple(
        replace(
            context,
            match=tuple(map(named, context.match)),
            rules=tuple(map(under_our_id, context.rules)),
        )
        for context in pattern
    )
