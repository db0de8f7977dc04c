"""Baskets brought back to a purchasing system: SAP OCI 5 (forms) and cXML 1.2 (messages)."""

from samkop.core.edocs.punchout.basket import BasketLine
from samkop.core.edocs.punchout.cxml import (
    Brought,
    CxmlSetUp,
    order_message,
    read_cxml,
    set_up_answer,
    status_answer,
)
from samkop.core.edocs.punchout.cxml_frame import BOUNDS, Credential, Speakers
from samkop.core.edocs.punchout.oci import OciSetUp, basket_fields, read_set_up

__all__ = [
    "BOUNDS",
    "BasketLine",
    "Brought",
    "Credential",
    "CxmlSetUp",
    "OciSetUp",
    "Speakers",
    "basket_fields",
    "order_message",
    "read_cxml",
    "read_set_up",
    "set_up_answer",
    "status_answer",
]
