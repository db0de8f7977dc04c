"""Dutch rules of Peppol Billing (3.0.21)."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.billing.countries import (
    BUYER,
    SELLER,
    both_about_in,
    seller_about_in,
)
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import decimal, value
from samkop.core.edocs.ubl.tree import Branch, Leaf

_SELLER, _BOTH = seller_about_in("NL"), both_about_in("NL")
_MEANS = frozenset({"30", "48", "49", "57", "58", "59"})
_SCHEMES = frozenset({"0106", "0190"})
_ADDRESS = gettext_noop("The party's address needs street, place and postal code.")
_NUMBER = gettext_noop("A Dutch party has its number in the scheme 0106 (KVK) or 0190 (OIN).")


def _address_is_whole(address: Branch, _scope: Scope) -> bool:
    return all(name in address for name in ("cbc:StreetName", "cbc:CityName", "cbc:PostalZone"))


def _number_is_dutch(leaf: Leaf, _scope: Scope) -> bool:
    return leaf.value != "" and not _SCHEMES.isdisjoint(leaf.attributes.get("schemeID", "").split())


def _representative_is_dutch(_address: Branch, scope: Scope) -> bool:
    path = "cac:TaxRepresentativeParty/cac:PostalAddress/cac:Country/cbc:IdentificationCode"
    return _SELLER(_address, scope) and value(scope.root, path).upper() == "NL"


def _means_are_told_if_paid(total: Branch, scope: Scope) -> bool:
    payable = decimal(total, "cbc:PayableAmount")
    if payable is not None and (payable <= 0 if scope.root_name == "Invoice" else payable >= 0):
        return True
    return "cac:PaymentMeans" in scope.root


CONTEXTS = (
    Context(
        ("cbc:CreditNoteTypeCode",),
        (
            Rule(
                "NL-R-001",
                lambda _leaf, scope: scope.root.has(
                    "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"
                ),
                gettext_noop("A Dutch credit note refers to an invoice."),
            ),
        ),
        _SELLER,
        at_end=True,
    ),
    Context(
        (f"{SELLER}/cac:PostalAddress",),
        (Rule("NL-R-002", _address_is_whole, _ADDRESS),),
        _SELLER,
        at_end=True,
    ),
    Context(
        (f"{SELLER}/cac:PartyLegalEntity/cbc:CompanyID",),
        (Rule("NL-R-003", _number_is_dutch, _NUMBER),),
        _SELLER,
        at_end=True,
    ),
    Context(
        (f"{BUYER}/cac:PostalAddress",),
        (Rule("NL-R-004", _address_is_whole, _ADDRESS),),
        _BOTH,
        at_end=True,
    ),
    Context(
        (f"{BUYER}/cac:PartyLegalEntity/cbc:CompanyID",),
        (Rule("NL-R-005", _number_is_dutch, _NUMBER),),
        _BOTH,
        at_end=True,
    ),
    Context(
        ("cac:TaxRepresentativeParty/cac:PostalAddress",),
        (Rule("NL-R-006", _address_is_whole, _ADDRESS),),
        _representative_is_dutch,
        at_end=True,
    ),
    Context(
        ("cac:LegalMonetaryTotal",),
        (
            Rule(
                "NL-R-007",
                _means_are_told_if_paid,
                gettext_noop("The document does not tell how it is to be paid."),
            ),
        ),
        _SELLER,
    ),
    Context(
        ("cac:PaymentMeans",),
        (
            Rule(
                "NL-R-008",
                lambda means, _scope: value(means, "cbc:PaymentMeansCode") in _MEANS,
                gettext_noop("The means of payment is none that is used in the Netherlands."),
            ),
        ),
        _BOTH,
    ),
    Context(
        ("cac:OrderLineReference/cbc:LineID",),
        (
            Rule(
                "NL-R-009",
                lambda _leaf, scope: scope.root.has("cac:OrderReference/cbc:ID"),
                gettext_noop("The line refers to an order that the document does not name."),
            ),
        ),
        _SELLER,
    ),
)
