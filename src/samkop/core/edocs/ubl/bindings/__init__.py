"""Documents and their UBL 2.1 form, both ways."""

from samkop.core.edocs.ubl.bindings.builder import Builder, to_tree, to_xml

__all__ = ["Builder", "to_tree", "to_xml"]
