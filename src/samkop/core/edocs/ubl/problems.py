"""Rules of UBL's XML Schema and of this reader, where no official rule has an id for them."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Rule


def _problem(rule: str, sentence: str) -> Rule:
    return Rule(rule, lambda _value, _scope: False, sentence, Flag.FATAL)


ELEMENT = _problem(
    "UBL-21-ELEMENT", gettext_noop("{element} is not allowed here by UBL. Take it out.")
)
ORDER = _problem(
    "UBL-21-ORDER", gettext_noop("{element} comes too late; UBL has an order of elements.")
)
REPEATED = _problem("UBL-21-REPEATED", gettext_noop("{element} stands here more than once."))
MISSING = _problem("UBL-21-MISSING", gettext_noop("{value} is missing in {element}."))
TEXT = _problem(
    "UBL-21-TEXT", gettext_noop("{element} holds the text {value}; it may hold elements only.")
)
TYPE = _problem("UBL-21-TYPE", gettext_noop("{value} is not of the type that {element} needs."))
ATTRIBUTE = _problem(
    "UBL-21-ATTRIBUTE", gettext_noop("{element} has an attribute that does not fit: {value}.")
)
NEEDED = _problem(
    "UBL-21-ATTRIBUTE-MISSING", gettext_noop("{element} lacks the attribute {value}.")
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
