"""Rules of Finvoice 3.0 beyond its structure; the ids are ours, as the standard has none."""

import re
from decimal import Decimal

from samkop.core.billing.paying import is_creditor_reference, is_finnish_reference, is_iban
from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.ubl.tree import Branch, Leaf
from samkop.core.identifiers import is_finnish_business_id

_TYPE = "InvoiceDetails/InvoiceTypeCode"
_ORIGIN = "InvoiceDetails/OriginCode"
_TOTAL = "InvoiceDetails/InvoiceTotalVatIncludedAmount"
_CURRENCY = "AmountCurrencyIdentifier"
_BUSINESS_ID = re.compile(r"[0-9]{7}-[0-9]").fullmatch
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?").fullmatch
_SUB_ROW = "SubInvoiceRow"


def decimal_of(text: str) -> Decimal | None:
    """The number of a text with decimal comma or point, blanks between thousands left out."""
    digits = "".join(text.split())
    return Decimal(digits.replace(",", ".")) if _NUMBER(digits) else None


def _is_an_invoice(root: Branch, _scope: Scope) -> bool:
    return all(leaf.value.startswith("INV") for leaf in root.leaves(_TYPE))


def _origin_is_not(code: str) -> Rule:
    sentences = {
        "Cancel": gettext_noop("The file cancels an invoice. Ask for a credit note in its place."),
        "Copy": gettext_noop("The file is a copy of an invoice, which may have come before."),
    }
    return Rule(
        {"Cancel": "FINVOICE-R02", "Copy": "FINVOICE-R03"}[code],
        lambda root, _scope: all(leaf.value != code for leaf in root.leaves(_ORIGIN)),
        sentences[code],
        Flag.FATAL if code == "Cancel" else Flag.WARNING,
    )


def _is_in_invoice_currency(amount: Leaf, scope: Scope) -> bool:
    currency = amount.attributes.get(_CURRENCY)
    return all(leaf.attributes.get(_CURRENCY) == currency for leaf in scope.root.leaves(_TOTAL))


def _reference_is_right(leaf: Leaf, _scope: Scope) -> bool:
    return is_creditor_reference(leaf.value) or is_finnish_reference(leaf.value)


def _account_is_right(leaf: Leaf, _scope: Scope) -> bool:
    return leaf.attributes.get("IdentificationSchemeName") != "IBAN" or is_iban(leaf.value)


def _business_id_is_right(leaf: Leaf, _scope: Scope) -> bool:
    number = leaf.value
    return not _BUSINESS_ID(number) or is_finnish_business_id(number)


def _row_is_of_one_kind(row: Branch, _scope: Scope) -> bool:
    return _SUB_ROW not in row or len(row) == 1


_IN_CURRENCY = Rule(
    "FINVOICE-R04",
    _is_in_invoice_currency,
    gettext_noop("The amount is not in the document's currency."),
)
_OF_DOCUMENT = (
    "RowsTotalVatExcludedAmount",
    "DiscountsTotalVatExcludedAmount",
    "ChargesTotalVatExcludedAmount",
    "InvoiceTotalVatExcludedAmount",
    "InvoiceTotalVatAmount",
    "InvoiceTotalRoundoffAmount",
    "InvoicePaidAmount",
    "VatBaseAmount",
    "VatRateAmount",
    "Amount",
    "BaseAmount",
    "EpiInstructedAmount",
)
_OF_ROW = (
    "UnitPriceAmount",
    "UnitPriceDiscountAmount",
    "UnitPriceNetAmount",
    "UnitPriceVatIncludedAmount",
    "RowDiscountAmount",
    "RowDiscountBaseAmount",
    "RowVatAmount",
    "RowVatExcludedAmount",
    "RowAmount",
)
_QUANTITIES = ("InvoicedQuantity", "DeliveredQuantity", "UnitPriceBaseQuantity")

CONTEXTS = (
    Context(
        ("Finvoice",),
        (
            Rule(
                "FINVOICE-R01",
                _is_an_invoice,
                gettext_noop("The file is an order, offer or other message, not an invoice."),
            ),
            _origin_is_not("Cancel"),
            _origin_is_not("Copy"),
        ),
    ),
    Context(_OF_DOCUMENT, (_IN_CURRENCY,), at_end=True),
    Context(_OF_ROW, (_IN_CURRENCY,)),
    Context(
        ("EpiRemittanceInfoIdentifier",),
        (
            Rule(
                "FINVOICE-R05",
                _reference_is_right,
                gettext_noop("The check digits of the payment reference {value} are wrong."),
                Flag.WARNING,
            ),
        ),
    ),
    Context(
        ("EpiAccountID", "SellerAccountID", "DebitedAccountID"),
        (
            Rule(
                "FINVOICE-R06",
                _account_is_right,
                gettext_noop("The check digits of the IBAN {value} are wrong."),
                Flag.WARNING,
            ),
        ),
    ),
    Context(
        ("SellerPartyIdentifier", "BuyerPartyIdentifier"),
        (
            Rule(
                "FINVOICE-R07",
                _business_id_is_right,
                gettext_noop("The check digit of the business ID {value} is wrong."),
                Flag.WARNING,
            ),
        ),
    ),
    Context(
        ("InvoiceRow",),
        (
            Rule(
                "FINVOICE-R08",
                _row_is_of_one_kind,
                gettext_noop("A row has either figures of its own or rows under it, not both."),
            ),
        ),
    ),
    Context(
        ("VatPoint",),
        (
            Rule(
                "FINVOICE-R09",
                lambda point, _scope: len(point) == 1,
                gettext_noop("The day that VAT is due is told by a date or by a code, not both."),
            ),
        ),
    ),
    Context(
        _QUANTITIES,
        (
            Rule(
                "FINVOICE-R10",
                lambda leaf, _scope: not leaf.value or decimal_of(leaf.value) is not None,
                gettext_noop("The quantity {value} is no number."),
            ),
        ),
    ),
)
