"""Rules of XML Schemas and of this reader, where no official rule has an id for them."""

from dataclasses import dataclass
from functools import cache

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Rule
from samkop.core.edocs.syntax import Syntax


def _problem(rule: str, sentence: str, **values: str) -> Rule:
    return Rule(rule, lambda _value, _scope: False, sentence, Flag.FATAL, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class SchemaRules:
    """The rules of the XML Schema of one version of a language."""

    element: Rule
    order: Rule
    repeated: Rule
    missing: Rule
    text: Rule
    type: Rule
    attribute: Rule
    needed: Rule


@cache
def schema_rules(syntax: Syntax) -> SchemaRules:
    """The rules of UBL 2.1 have the ids `UBL-21-…`."""
    ids, title = syntax.rules, syntax.title
    return SchemaRules(
        element=_problem(
            f"{ids}-ELEMENT",
            gettext_noop("{element} is not allowed here by {syntax}. Take it out."),
            syntax=title,
        ),
        order=_problem(
            f"{ids}-ORDER",
            gettext_noop("{element} comes too late; {syntax} has an order of elements."),
            syntax=title,
        ),
        repeated=_problem(f"{ids}-REPEATED", gettext_noop("{element} stands here more than once.")),
        missing=_problem(f"{ids}-MISSING", gettext_noop("{value} is missing in {element}.")),
        text=_problem(
            f"{ids}-TEXT",
            gettext_noop("{element} holds the text {value}; it may hold elements only."),
        ),
        type=_problem(
            f"{ids}-TYPE", gettext_noop("{value} is not of the type that {element} needs.")
        ),
        attribute=_problem(
            f"{ids}-ATTRIBUTE",
            gettext_noop("{element} has an attribute that does not fit: {value}."),
        ),
        needed=_problem(
            f"{ids}-ATTRIBUTE-MISSING", gettext_noop("{element} lacks the attribute {value}.")
        ),
    )


DEPTH = _problem("EDOC-DEPTH", gettext_noop("{element} is nested deeper than any real document."))
WIDTH = _problem("EDOC-WIDTH", gettext_noop("{element} has more children than any real document."))
ATTRIBUTES = _problem(
    "EDOC-ATTRIBUTES", gettext_noop("{element} has more attributes than any real document.")
)
ABORT = _problem(
    "EDOC-ABORT",
    gettext_noop("The official rules come to no verdict on {element}, so it is invalid: {value}."),
)
VALUE = _problem("EDOC-VALUE", gettext_noop("{value} is valid, but outside what can be kept."))
