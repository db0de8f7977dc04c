"""What an invoice and a credit note by hand have in common."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.core.billing.vat import vat_number
from samkop.parties.models import Party
from samkop.platform.refusals import Refused

LONGEST_NUMBER = 35


def own_number(typed: str) -> str:
    """The document's number in the seller's own series. Raises Refused ``number-missing``."""
    number = typed.strip()
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise Refused(
            "number-missing",
            _("Write the number that it has in your books, at most %(most)s signs."),
            status=422, most=LONGEST_NUMBER,
            fields={"number": _("Write a number.")},
        )  # fmt: skip
    return number


def own_tax_number(seller: Party, typed: str) -> str:
    """The seller's VAT number: what follows from its own number, else what was typed.

    Raises Refused ``tax-number-missing`` where there is neither.
    """
    number = vat_number(seller.country, seller.identifier) or "".join(typed.split()).upper()
    if not number:
        raise Refused(
            "tax-number-missing",
            _("Write your VAT number: it does not follow from your organisation's number."),
            status=422, fields={"tax_number": _("Write your VAT number.")},
        )  # fmt: skip
    return number
