"""The data model of a Peppol transaction as a table: which elements, which of them mandatory."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.tables import codelist, codelist_title, rows
from samkop.core.edocs.ubl.tree import Branch, Leaf


class Row(NamedTuple):
    """One check: `mandatory cbc:ID` or `attribute-codes schemeID EAS`, and its official id."""

    check: str
    argument: str
    rule: str


class Structure:
    """The table of one transaction, by path (`Order/cac:OrderLine`).

    In a table that several documents share, `*` stands for the root and `*Line` for the line.
    """

    def __init__(self, table: str, root: str, line: str) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        named = {"*": root, "*Line": line}
        for path, check, argument, rule in rows(table):
            steps = [named.get(step, step) for step in path.split("/")]
            for length in range(1, len(steps)):
                self._rows.setdefault("/".join(steps[:length]), [])
            self._rows["/".join(steps)].append(Row(check, argument, rule))

    def __contains__(self, path: object) -> bool:
        return path in self._rows

    def closed(self, path: str) -> Rule | None:
        """The rule against children that are not in the table, if the element has one."""
        for row in self._rows.get(path, ()):
            if row.check == "closed":
                return Rule(row.rule, lambda _value, _scope: False, _CLOSED)
        return None

    def reads_one_text(self, path: str) -> bool:
        """Whether a rule looks at the text as one piece, which a comment inside would split."""
        return any(row.check in {"codes", "value", "one-text"} for row in self._rows.get(path, ()))

    def demanded(self, path: str) -> Iterator[tuple[str, Rule]]:
        """The children that the element at `path` must have, each with the rule that says so."""
        for row in self._rows.get(path, ()):
            if row.check == "mandatory":
                yield row.argument, _mandatory(row)

    def rules(self, path: str) -> Iterator[Rule]:
        """All other rules of the element at `path`."""
        for row in self._rows.get(path, ()):
            if row.check in _MAKERS:
                yield _MAKERS[row.check](row)


_CLOSED = gettext_noop("{element} does not belong to this document's data model. Take it out.")


def _mandatory(row: Row) -> Rule:
    name = row.argument
    sentence = gettext_noop("{child} is missing in {element}.")
    return Rule(
        row.rule, lambda branch, _scope: name in branch, sentence, values=(("child", name),)
    )


def _attribute(row: Row) -> Rule:
    name = row.argument
    sentence = gettext_noop("{element} lacks the attribute {attribute}.")
    return Rule(
        row.rule,
        lambda leaf, _scope: name in leaf.attributes,
        sentence,
        values=(("attribute", name),),
    )


def _attribute_codes(row: Row) -> Rule:
    name, codes = row.argument.split()
    allowed = codelist(codes)

    def is_allowed(leaf: Leaf, _scope: object) -> bool:
        value = leaf.attributes.get(name)
        return value is None or value in allowed

    sentence = gettext_noop("The attribute {attribute} of {element} is not in the list: {list}.")
    values = (("attribute", name), ("list", _title(codes)))
    return Rule(row.rule, is_allowed, sentence, values=values)


def _codes(row: Row) -> Rule:
    names = row.argument.split()
    allowed = frozenset[str]().union(*map(codelist, names))
    sentence = gettext_noop("{value} is not in the list: {list}.")
    return Rule(
        row.rule,
        lambda leaf, _scope: leaf.text in allowed or leaf.value in allowed,
        sentence,
        values=(("list", _title(*names)),),
    )


def _value(row: Row) -> Rule:
    expected = row.argument
    sentence = gettext_noop("{value} must be {expected}.")
    return Rule(
        row.rule,
        lambda leaf, _scope: leaf.value == expected,
        sentence,
        values=(("expected", expected),),
    )


def _unwanted(row: Row) -> Rule:
    return Rule(row.rule, lambda _value, _scope: False, UNWANTED, Flag.WARNING)


def _unwanted_attribute(row: Row) -> Rule:
    name = row.argument
    return Rule(
        row.rule,
        lambda leaf, _scope: name not in leaf.attributes,
        UNWANTED_ATTRIBUTE,
        Flag.WARNING,
        (("attribute", name),),
    )


UNWANTED = gettext_noop("{element} is not part of the data model. Receivers may pass over it.")
UNWANTED_ATTRIBUTE = gettext_noop(
    "The attribute {attribute} of {element} is not part of the data model."
)


def _no_schema_location(row: Row) -> Rule:
    return Rule(
        row.rule, has_no_schema_location, gettext_noop("Leave the attribute schemaLocation out.")
    )


def has_no_schema_location(root: Branch, _scope: object) -> bool:
    """The root names no schema, in whichever namespace."""
    return not any(name.rpartition("}")[2] == "schemaLocation" for name in root.attributes)


def _title(*names: str) -> str:
    return "; ".join(codelist_title(name).partition(";")[0] for name in names)


def _at_most(row: Row) -> Rule:
    name, most = row.argument.split()
    bound = int(most)
    return Rule(
        row.rule,
        lambda branch, _scope: len(branch.get(name, ())) <= bound,
        gettext_noop("{element} has more of {child} than {most}."),
        values=(("child", name), ("most", most)),
    )


_MAKERS = {
    "at-most": _at_most,
    "attribute": _attribute,
    "attribute-codes": _attribute_codes,
    "codes": _codes,
    "value": _value,
    "no-schema-location": _no_schema_location,
    "unwanted": _unwanted,
    "unwanted-attribute": _unwanted_attribute,
}
