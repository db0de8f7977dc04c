"""Baskets brought back to a purchasing system: SAP OCI 5 (forms)."""

from samkop.core.edocs.punchout.basket import BasketLine
from samkop.core.edocs.punchout.oci import OciSetUp, basket_fields, read_set_up

__all__ = ["BasketLine", "OciSetUp", "basket_fields", "read_set_up"]
