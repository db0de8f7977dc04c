"""Baskets brought back to a purchasing system: SAP OCI 5 (forms) and cXML 1.2 (messages)."""

from samkop.core.edocs.punchout.basket import BasketLine
from samkop.core.edocs.punchout.cxml import (
    Brought,
    CxmlSetUp,
    order_message,
    set_up_answer,
    status_answer,
)
from samkop.core.edocs.punchout.cxml_frame import BOUNDS, Credential, Speakers
from samkop.core.edocs.punchout.cxml_messages import examine_cxml, is_cxml, read_cxml
from samkop.core.edocs.punchout.cxml_order import ORDER_REQUEST, CxmlOrder
from samkop.core.edocs.punchout.oci import OciSetUp, basket_fields, read_set_up

__all__ = [
    "BOUNDS",
    "ORDER_REQUEST",
    "BasketLine",
    "Brought",
    "Credential",
    "CxmlOrder",
    "CxmlSetUp",
    "OciSetUp",
    "Speakers",
    "basket_fields",
    "examine_cxml",
    "is_cxml",
    "order_message",
    "read_cxml",
    "read_set_up",
    "set_up_answer",
    "status_answer",
]
