"""What people are told about invoices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.invoicing.vocabulary import HANDLES
from samkop.platform.notifications import Delivery, Notice

NOTICES = {
    "invoice-coding-missing": Notice(
        _("An accepted invoice has no coding"),
        _("%(number)s from %(supplier)s, %(total)s with VAT, is accepted, but no rule codes all of"
          " it."),
        Delivery.DIGEST,
        frozenset(role.value for role in HANDLES),
    ),
    "invoice-not-forwarded": Notice(
        _("A coded invoice was not forwarded"),
        _("%(number)s from %(supplier)s, %(total)s with VAT, cannot be written or sent as your"
          " finance system takes it. Its coding says why, and has it as a file."),
        Delivery.DIGEST,
        frozenset(role.value for role in HANDLES),
    ),
    "invoice-discrepant": Notice(
        _("An invoice needs somebody"),
        _("%(number)s from %(supplier)s, %(total)s with VAT, does not agree in all with order and"
          " goods."),
        Delivery.DIGEST,
        frozenset(role.value for role in HANDLES),
    ),
}  # fmt: skip
