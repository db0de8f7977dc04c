"""The words of this app: kinds of invoice, how far one has come, how they are received."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InvoiceKind(TextChoices):
    """An invoice, or a credit note that takes some of one back (EN 16931, BT-3)."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit-note", _("Credit note")


# What the history says of each use case.
DONE = {
    "record_invoice": _("Came in"),
}
