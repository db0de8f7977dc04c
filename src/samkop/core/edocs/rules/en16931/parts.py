"""Rules of one shape that EN 16931 has many of, under different ids."""

from collections.abc import Callable

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Rule, Test
from samkop.core.edocs.rules.xpath import nodes, only, value
from samkop.core.edocs.tables import codelist, codelist_title
from samkop.core.edocs.ubl.tree import Branch, Leaf

ROOTS = ("Invoice", "CreditNote")
BOTH_LINES = ("cac:InvoiceLine", "cac:CreditNoteLine")
_DECIMALS = 2


def at_root(*paths: str) -> tuple[str, ...]:
    """The paths under the root of either document."""
    return tuple(f"/{root}/{path}" for root in ROOTS for path in paths)


def in_lines(*paths: str) -> tuple[str, ...]:
    """The paths under a line of either document."""
    return tuple(f"{line}/{path}" for line in BOTH_LINES for path in paths)


def present(rule: str, *paths: str, flag: Flag = Flag.FATAL) -> Rule:
    """Something stands at one of the paths."""
    return Rule(
        rule,
        lambda branch, _scope: any(branch.has(path) for path in paths),
        gettext_noop("{child} is missing in {element}."),
        flag,
        (("child", paths[0]),),
    )


def filled(rule: str, *paths: str) -> Rule:
    """There is text at one of the paths."""
    return Rule(
        rule,
        lambda branch, _scope: any(value(branch, path) for path in paths),
        gettext_noop("{child} is missing or empty in {element}."),
        values=(("child", paths[0]),),
    )


def few(rule: str, path: str, most: int = 1) -> Rule:
    """At most so many elements stand at the path."""
    return Rule(
        rule,
        lambda branch, _scope: len(nodes(branch, path)) <= most,
        gettext_noop("{element} has more of {child} than {most}."),
        values=(("child", path), ("most", str(most))),
    )


def in_cents(rule: str, path: str) -> Rule:
    """The amount at the path has at most two decimals, blanks after them counted."""

    def test(branch: Branch, _scope: object) -> bool:
        leaf = only(branch, path)
        return leaf is None or has_two_decimals_at_most(leaf)

    return Rule(
        rule,
        test,
        gettext_noop("{child} has more than two decimals."),
        values=(("child", path),),
    )


def has_two_decimals_at_most(leaf: Leaf) -> bool:
    """At most two characters follow the point."""
    return len(leaf.text.partition(".")[2]) <= _DECIMALS


def with_attribute(rule: str, name: str) -> Rule:
    """The element has the attribute."""
    return Rule(
        rule,
        lambda leaf, _scope: name in leaf.attributes,
        gettext_noop("{element} lacks the attribute {attribute}."),
        values=(("attribute", name),),
    )


def listed(rule: str, codes: str, change: Callable[[str], str] = str) -> Rule:
    """The element's text is a code of the list."""
    return Rule(
        rule,
        lambda leaf, _scope: change(leaf.value) in codelist(codes),
        gettext_noop("{value} is not in the list: {list}."),
        values=(("list", _title(codes)),),
    )


def attribute_listed(rule: str, name: str, codes: str, *, exact: bool = False) -> Rule:
    """The attribute's text is a code of the list."""

    def test(leaf: Leaf, _scope: object) -> bool:
        text = leaf.attributes.get(name, "")
        return (text if exact else " ".join(text.split())) in codelist(codes)

    return Rule(
        rule,
        test,
        gettext_noop("The attribute {attribute} of {element} is not in the list: {list}."),
        values=(("attribute", name), ("list", _title(codes))),
    )


def having(name: str) -> Test:
    """Whether the element has the attribute."""
    return lambda leaf, _scope: name in leaf.attributes


def _title(codes: str) -> str:
    return codelist_title(codes).partition(";")[0]
