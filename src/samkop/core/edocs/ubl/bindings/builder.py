"""Makes documents of walked trees, and trees of documents."""

from typing import Any, NamedTuple

from lxml import etree

from samkop.core.edocs.model import Document
from samkop.core.edocs.ubl.bindings import (
    application_response,
    catalogue,
    catalogue_response,
    despatch_advice,
    invoice,
    order,
    order_agreement,
    order_change,
    order_response,
    punch_out,
)
from samkop.core.edocs.ubl.bindings.binding import Binding
from samkop.core.edocs.ubl.names import DOCUMENT_NAMESPACE, NAMESPACES, tag_of
from samkop.core.edocs.ubl.tree import Branch


class _Kind(NamedTuple):
    root: str
    document: Binding
    line: Binding | None = None


_INVOICE = _Kind("Invoice", invoice.INVOICE, invoice.INVOICE_LINE)
_CREDIT_NOTE = _Kind("CreditNote", invoice.CREDIT_NOTE, invoice.CREDIT_NOTE_LINE)
_KINDS = {
    "catalogue": _Kind("Catalogue", catalogue.DOCUMENT, catalogue.LINE),
    "catalogue-response": _Kind("ApplicationResponse", catalogue_response.DOCUMENT),
    "despatch-advice": _Kind("DespatchAdvice", despatch_advice.DOCUMENT, despatch_advice.LINE),
    "invoice-response": _Kind("ApplicationResponse", application_response.INVOICE_RESPONSE),
    "mlr": _Kind("ApplicationResponse", application_response.MESSAGE_LEVEL_RESPONSE),
    "order": _Kind("Order", order.DOCUMENT, order.LINE),
    "order-agreement": _Kind("OrderResponse", order_agreement.DOCUMENT, order_agreement.LINE),
    "order-cancellation": _Kind("OrderCancellation", order_change.CANCELLATION),
    "order-change": _Kind("OrderChange", order_change.DOCUMENT, order_change.LINE),
    "order-response": _Kind("OrderResponse", order_response.DOCUMENT, order_response.LINE),
    "order-response-advanced": _Kind("OrderResponse", order_response.ADVANCED, order_response.LINE),
    "punch-out": _Kind("Catalogue", punch_out.DOCUMENT, punch_out.LINE),
    "invoice": _INVOICE,
    "invoice-en16931": _INVOICE,
    "credit-note": _CREDIT_NOTE,
    "credit-note-en16931": _CREDIT_NOTE,
}


class Builder:
    """Makes one document: its lines as they are read, itself at the end."""

    def __init__(self, kind: str) -> None:
        self._kind = _KINDS[kind]
        self._lines: list[Any] = []
        self._error: Exception | None = None

    def add_line(self, line: Branch) -> None:
        """One more line; what Python cannot hold is told at the end."""
        if self._kind.line is None:
            return
        try:
            self._lines.append(self._kind.line.read(line))
        except (ValueError, ArithmeticError) as error:
            self._error = error

    def document(self, root: Branch) -> Document:
        """The document. Raises ValueError or ArithmeticError for values that Python cannot hold."""
        if self._error is not None:
            raise self._error
        lines = {} if self._kind.line is None else {"lines": tuple(self._lines)}
        document: Document = self._kind.document.read(root, **lines)
        return document


def to_tree(document: Document) -> Any:
    """The document as UBL, its root element. Raises ValueError for text that XML cannot hold."""
    kind = _KINDS[document.kind]
    nsmap: dict[Any, str] = {None: DOCUMENT_NAMESPACE.format(kind.root)}
    nsmap.update((prefix, NAMESPACES[prefix]) for prefix in ("cac", "cbc"))
    root = etree.Element(tag_of(kind.root), nsmap=nsmap)
    currency: str | None = getattr(document, "currency", None)
    kind.document.write(root, document, currency)
    return root


def to_xml(document: Document) -> bytes:
    """The document as UBL. Raises ValueError for text that XML cannot hold."""
    root = to_tree(document)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
