"""What the rules of EN 16931 ask of a whole invoice, noted while it is read."""

from functools import cached_property

from samkop.core.edocs.rules.en16931.parts import BOTH_LINES
from samkop.core.edocs.rules.rule import Context, Scope
from samkop.core.edocs.rules.xpath import as_number, decimal, nodes, only, value
from samkop.core.edocs.ubl.tree import Branch, Leaf

_SUBTOTAL = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory"
_BUYER = "cac:AccountingCustomerParty/cac:Party"
_SELLER = "cac:AccountingSupplierParty/cac:Party"


def is_vat(element: Branch) -> bool:
    """Whether a tax category or registration is for VAT, in small or capital letters."""
    for scheme in element.get("cac:TaxScheme", ()):
        if isinstance(scheme, Branch) and value(scheme, "cbc:ID").upper() == "VAT":
            return True
    return False


_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})


def _indicates(charge: Branch, texts: frozenset[str]) -> bool:
    return any(leaf.value in texts for leaf in charge.leaves("cbc:ChargeIndicator"))


def is_charge(charge: Branch) -> bool:
    """Whether an AllowanceCharge is a charge."""
    return _indicates(charge, _TRUE)


def is_allowance(charge: Branch) -> bool:
    """Whether an AllowanceCharge is an allowance."""
    return _indicates(charge, _FALSE)


def _note(tax: Branch, scope: Scope, place: str) -> str:
    """Note a tax category's code, and return it."""
    seen, leaf = scope.sums.seen, only(tax, "cbc:ID")
    code, text = (leaf.value, leaf.text) if leaf else ("", "")
    seen[f"{place}-bare", code] += 1
    if leaf:
        seen["exact", text] += 1
        seen[f"{place}-exact", text] += 1
    if is_vat(tax):
        seen[place, code] += 1
        seen[place,] += 1
        if leaf:
            seen["any", code] += 1
    return code


def _gather_category(tax: Branch, scope: Scope) -> None:
    _note(tax, scope, "category")


def _gather_line_category(tax: Branch, scope: Scope) -> None:
    _note(tax, scope, "line")


def _gather_charged_category(tax: Branch, scope: Scope) -> None:
    seen, around = scope.sums.seen, scope.parent
    code = _note(tax, scope, "charged")
    for leaf in tax.leaves("cbc:Percent"):
        seen["charged-rate", code, as_number(leaf)] += 1
    if not is_vat(tax):
        return
    for kind, holds in (("allowance", is_allowance(around)), ("charge", is_charge(around))):
        if holds:
            seen[kind, code] += 1
            seen[kind,] += 1
            if tax.leaf("cbc:ID"):
                seen[f"{kind}-exact", tax.leaves("cbc:ID")[0].text] += 1
            if not (scope.inside("InvoiceLine") or scope.inside("CreditNoteLine")):
                seen[f"root-{kind}", code] += 1


def _gather_line(line: Branch, scope: Scope) -> None:
    amount = decimal(line, "cbc:LineExtensionAmount")
    taxes = [
        tax
        for item in line.branches("cac:Item")
        for tax in item.branches("cac:ClassifiedTaxCategory")
    ]
    codes = {value(tax, "cbc:ID") for tax in taxes}
    rates = {as_number(leaf) for tax in taxes for leaf in tax.leaves("cbc:Percent")}
    sums = scope.sums
    if amount is not None:
        sums.line_extension += amount
    for code in codes:
        if amount is not None:
            sums.amounts["line", code] += amount
        for rate in rates:
            sums.seen["line-rate", code, rate] += 1
            if amount is not None:
                sums.amounts["line", code, rate] += amount


def _gather_text(leaf: Leaf, scope: Scope, name: str) -> None:
    scope.sums.seen[name, leaf.text] += 1
    if scope.sums.seen[name, leaf.text] == 1:
        scope.sums.seen[name,] += 1


def _gather_party_id(leaf: Leaf, scope: Scope) -> None:
    if leaf.attributes.get("schemeID", "").upper() == "SEPA":
        scope.sums.seen["sepa",] += 1


def _gather_country(leaf: Leaf, scope: Scope) -> None:
    if leaf.text != "IT":
        scope.sums.seen["abroad", "IT"] += 1


def _gather_tax_currency(leaf: Leaf, scope: Scope) -> None:
    scope.sums.seen["currency", leaf.attributes.get("currencyID")] += 1


GATHERING = (
    Context(BOTH_LINES, (), gather=_gather_line),
    Context(("cac:AllowanceCharge/cac:TaxCategory",), (), gather=_gather_charged_category),
    Context(("cac:TaxCategory",), (), gather=_gather_category),
    Context(("cac:ClassifiedTaxCategory",), (), gather=_gather_line_category),
    Context(
        ("cbc:PaymentID",), (), gather=lambda leaf, scope: _gather_text(leaf, scope, "payment")
    ),
    Context(
        ("cbc:PaymentMeansCode",), (), gather=lambda leaf, scope: _gather_text(leaf, scope, "means")
    ),
    Context(("cac:PartyIdentification/cbc:ID",), (), gather=_gather_party_id),
    Context(("cbc:IdentificationCode",), (), gather=_gather_country),
    Context(("cac:TaxTotal/cbc:TaxAmount",), (), gather=_gather_tax_currency),
)


class Book:
    """An invoice that has been read, with what was noted of it."""

    def __init__(self, root: Branch, scope: Scope) -> None:
        self.root = root
        self.sums = scope.sums

    def uses(self, *key: str) -> int:
        """How often something was noted, such as `("line", "S")`."""
        return self.sums.seen[key]

    def others(self, place: str, code: str) -> int:
        """How many VAT categories in that place have another code."""
        return self.sums.seen[place,] - self.sums.seen[place, code]

    @cached_property
    def _subtotals(self) -> list[Branch]:
        return [tax for tax in nodes(self.root, _SUBTOTAL) if isinstance(tax, Branch)]

    def subtotals(self, code: str, *, vat: bool = True, exact: bool = False) -> int:
        """How many groups of the VAT breakdown have the code."""
        return sum(
            1
            for tax in self._subtotals
            for leaf in tax.leaves("cbc:ID")
            if (leaf.text if exact else leaf.value) == code and (not vat or is_vat(tax))
        )

    def subtotals_but(self, code: str) -> int:
        """How many groups of the VAT breakdown have another code."""
        return sum(1 for tax in self._subtotals if is_vat(tax) and value(tax, "cbc:ID") != code)

    def has(self, code: str) -> bool:
        """Whether breakdown, document's charges or any line have the code, to the letter."""
        places = (f"{_SUBTOTAL}/cbc:ID", "cac:AllowanceCharge/cac:TaxCategory/cbc:ID")
        return self.uses("line-exact", code) > 0 or any(
            leaf.text == code for place in places for leaf in self.root.leaves(place)
        )

    def _has_vat_number(self, path: str) -> bool:
        return any(
            "cbc:CompanyID" in scheme
            for scheme in nodes(self.root, path)
            if isinstance(scheme, Branch) and is_vat(scheme)
        )

    @cached_property
    def seller_is_registered(self) -> bool:
        """The seller has any tax number (BT-31, BT-32)."""
        return self.root.has(f"{_SELLER}/cac:PartyTaxScheme/cbc:CompanyID")

    @cached_property
    def seller_vat(self) -> bool:
        """The seller has a VAT number (BT-31)."""
        return self._has_vat_number(f"{_SELLER}/cac:PartyTaxScheme")

    @cached_property
    def representative_vat(self) -> bool:
        """The seller's tax representative has a VAT number (BT-63)."""
        return self._has_vat_number("cac:TaxRepresentativeParty/cac:PartyTaxScheme")

    @cached_property
    def buyer_vat(self) -> bool:
        """The buyer has a VAT number (BT-48)."""
        return self._has_vat_number(f"{_BUYER}/cac:PartyTaxScheme")

    @cached_property
    def buyer_legal_id(self) -> bool:
        """The buyer has a registration number (BT-47)."""
        return self.root.has(f"{_BUYER}/cac:PartyLegalEntity/cbc:CompanyID")

    def delivery_day_is_told(self) -> bool:
        """The day of delivery (BT-72) or the invoicing period (BG-14) stands."""
        leaf = only(self.root, "cac:Delivery/cbc:ActualDeliveryDate")
        return (leaf is not None and len(leaf.text) > 1) or any(
            len(period) > 0 for period in self.root.branches("cac:InvoicePeriod")
        )

    def delivery_country_is_told(self) -> bool:
        """The country of delivery (BT-80) stands."""
        path = "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"
        leaf = only(self.root, path)
        return leaf is not None and len(leaf.text) > 1
