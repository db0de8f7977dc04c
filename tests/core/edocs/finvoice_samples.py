"""An invoice and a credit note that Finvoice can carry whole, small and valid."""

from dataclasses import replace
from datetime import date

from core.edocs.billing_samples import a_credit_note, an_invoice
from samkop.core.edocs import CreditNote, Invoice, write
from samkop.core.edocs.model import (
    EN16931,
    Account,
    Address,
    DocumentReference,
    Identifier,
    ItemInstance,
    ItemProperty,
    PaymentMeans,
    Period,
)

FINNISH_ACCOUNT = Account("FI2112345600000785", "Device supplier AB", "NDEAFIHH")
_ADDRESS = Address(country="SE", street="Storgatan 1", city="Umeå", postal_zone="90325")


def _for_finland(document: Invoice | CreditNote) -> Invoice | CreditNote:
    first, second = document.lines
    item = replace(
        first.item,
        instances=(ItemInstance("SN-0001"),),
        properties=(ItemProperty("Colour", "Grey"),),
        manufacturer_name="Maker",
        origin_country="SE",
    )
    first = replace(
        first,
        item=item,
        note="First row\nof two",
        period=Period(date(2026, 5, 1), date(2026, 5, 31)),
        document=DocumentReference("METER-7", "130", scheme="AAA"),
    )
    return replace(
        document,
        customization_id=EN16931,
        profile_id=None,
        seller=replace(document.seller, address=_ADDRESS),
        lines=(first, second),
        notes=("Thank you.", "Åäö €"),
        payment_means=(PaymentMeans("58", payment_id="1009", account=FINNISH_ACCOUNT),),
        documents=(DocumentReference("Specification", uri="https://example.org/a.pdf"),),
        delivery=replace(document.delivery, location_id=Identifier("7300010000001", "0088")),
    )


FINVOICE_SAMPLES = {
    "finvoice invoice": _for_finland(an_invoice()),
    "finvoice credit note": _for_finland(a_credit_note()),
}
FINVOICE_WRITTEN = {
    name: write(document, syntax="finvoice") for name, document in FINVOICE_SAMPLES.items()
}
