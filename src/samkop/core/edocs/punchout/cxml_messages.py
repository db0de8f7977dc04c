"""Which message of cXML 1.2 came: what is read of it, or why it is none that is read."""

import re

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Faults
from samkop.core.edocs.punchout.cxml import CxmlSetUp, set_up_of
from samkop.core.edocs.punchout.cxml_frame import DOCTYPE, opened
from samkop.core.edocs.punchout.cxml_order import RULESET, CxmlOrder, OrderDocument, order_of
from samkop.core.edocs.source import UnreadableError
from samkop.core.edocs.ubl.findings import unreadable

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*(?:" + DOCTYPE + rb")?\s*<cXML[\s>]"
).match


def read_cxml(data: bytes) -> CxmlSetUp | CxmlOrder | Faults:
    """The request in the bytes, or why it is none. Never raises for bad input.

    Rules: as of the reader of documents; ``CXML-KIND`` for a message of another kind,
    ``CXML-ORDER`` for what an order has to have.
    """
    try:
        root = opened(data)
        found = set_up_of(root) or order_of(root)
    except UnreadableError as error:
        return Faults((error.fault,))
    if found is None:
        sentence = gettext_noop("The message is no cXML PunchOutSetupRequest or OrderRequest.")
        return Faults((unreadable("CXML-KIND", sentence),))
    return found


def is_cxml(data: bytes) -> bool:
    """Whether the bytes begin as a message of cXML does."""
    return _ROOT(data[:2_000]) is not None


def examine_cxml(data: bytes) -> tuple[OrderDocument | None, Faults]:
    """The order in the bytes, and what is wrong with them: an order is the one document of cXML."""
    found = read_cxml(data)
    if isinstance(found, CxmlOrder):
        return found.document, Faults((), found.document.kind, RULESET)
    if isinstance(found, Faults):
        return None, found
    sentence = gettext_noop("The message asks for the shop: it is no document.")
    return None, Faults((unreadable("CXML-KIND", sentence),))
