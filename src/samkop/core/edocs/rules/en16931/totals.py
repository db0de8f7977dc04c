"""Totals and the VAT breakdown of an invoice in EN 16931 (1.3.16)."""

from decimal import ROUND_FLOOR, Decimal

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.en16931.book import is_allowance, is_charge, is_vat
from samkop.core.edocs.rules.en16931.parts import in_cents, present
from samkop.core.edocs.rules.en16931.vat import tax_is_near
from samkop.core.edocs.rules.rule import OfficialAbortError, Rule, Scope
from samkop.core.edocs.rules.xpath import as_decimal, decimal, total, value
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.money import to_cents_upwards

_ZERO = Decimal(0)
_HALF = Decimal("0.5")


def _rounded(amount: Decimal) -> Decimal:
    return (amount + _HALF).to_integral_value(ROUND_FLOOR)


class Totals:
    """The amounts of LegalMonetaryTotal (BG-22) and what they are to agree with."""

    def __init__(self, element: Branch, scope: Scope) -> None:
        self.element = element
        self.lines = decimal(element, "cbc:LineExtensionAmount")
        self.exclusive = decimal(element, "cbc:TaxExclusiveAmount")
        self.inclusive = decimal(element, "cbc:TaxInclusiveAmount")
        self.allowances = decimal(element, "cbc:AllowanceTotalAmount")
        self.charges = decimal(element, "cbc:ChargeTotalAmount")
        self.prepaid = decimal(element, "cbc:PrepaidAmount")
        self.rounding = decimal(element, "cbc:PayableRoundingAmount")
        self.payable = decimal(element, "cbc:PayableAmount")
        self.line_total = scope.sums.line_total()
        charges = list(scope.parent.branches("cac:AllowanceCharge"))
        self._allowances = [charge for charge in charges if is_allowance(charge)]
        self._charges = [charge for charge in charges if is_charge(charge)]

    def allowances_agree(self) -> bool:
        return _agrees(self.allowances, self._allowances)

    def charges_agree(self) -> bool:
        return _agrees(self.charges, self._charges)

    def exclusive_agrees(self) -> bool:
        if self.exclusive is None or self.lines is None:
            return False
        if self.charges is None and self.allowances is None:
            return self.exclusive == self.lines
        net = self.lines + (self.charges or _ZERO) - (self.allowances or _ZERO)
        return self.exclusive == to_cents_upwards(net)

    def payable_agrees(self) -> bool:
        if self.payable is None or self.inclusive is None:
            return False
        left, right = self.payable, self.inclusive
        if self.rounding is not None:
            left = to_cents_upwards(left - self.rounding)
        if self.prepaid is not None:
            right = to_cents_upwards(right - self.prepaid)
        return left == right


def _agrees(amount: Decimal | None, charges: list[Branch]) -> bool:
    if amount is None:
        return not charges
    return amount == to_cents_upwards(sum((total(one, "cbc:Amount") for one in charges), _ZERO))


def _on_element(rule: Rule) -> Rule:
    test = rule.test
    return Rule(
        rule.id,
        lambda totals, scope: test(totals.element, scope),
        rule.sentence,
        rule.flag,
        rule.values,
    )


TOTAL_RULES = (
    *map(
        _on_element,
        (
            present("BR-12", "cbc:LineExtensionAmount"),
            present("BR-13", "cbc:TaxExclusiveAmount"),
            present("BR-14", "cbc:TaxInclusiveAmount"),
            present("BR-15", "cbc:PayableAmount"),
            in_cents("BR-DEC-09", "cbc:LineExtensionAmount"),
            in_cents("BR-DEC-10", "cbc:AllowanceTotalAmount"),
            in_cents("BR-DEC-11", "cbc:ChargeTotalAmount"),
            in_cents("BR-DEC-12", "cbc:TaxExclusiveAmount"),
            in_cents("BR-DEC-14", "cbc:TaxInclusiveAmount"),
            in_cents("BR-DEC-16", "cbc:PrepaidAmount"),
            in_cents("BR-DEC-17", "cbc:PayableRoundingAmount"),
            in_cents("BR-DEC-18", "cbc:PayableAmount"),
        ),
    ),
    Rule(
        "BR-CO-10",
        lambda totals, _scope: totals.lines == totals.line_total,
        gettext_noop("The sum of the lines is not what the lines add up to."),
    ),
    Rule(
        "BR-CO-11",
        lambda totals, _scope: totals.allowances_agree(),
        gettext_noop("The total of allowances is not what the allowances add up to."),
    ),
    Rule(
        "BR-CO-12",
        lambda totals, _scope: totals.charges_agree(),
        gettext_noop("The total of charges is not what the charges add up to."),
    ),
    Rule(
        "BR-CO-13",
        lambda totals, _scope: totals.exclusive_agrees(),
        gettext_noop(
            "The amount without tax is not the sum of the lines less allowances plus charges."
        ),
    ),
    Rule(
        "BR-CO-16",
        lambda totals, _scope: totals.payable_agrees(),
        gettext_noop(
            "The amount to pay is not the amount with tax less what is prepaid plus rounding."
        ),
    ),
)


def _inclusive_agrees(root: Branch, _scope: Scope) -> bool:
    """In the document's currency there is one VAT total, and the amount with tax has it in it."""
    for currency in root.leaves("cbc:DocumentCurrencyCode"):
        taxes = [
            as_decimal(leaf)
            for leaf in root.leaves("cac:TaxTotal/cbc:TaxAmount")
            if leaf.attributes.get("currencyID") == currency.text
        ]
        if len(taxes) != 1:
            return False
        net = decimal(root, "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount")
        gross = decimal(root, "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount")
        if net is None or gross != to_cents_upwards(net + taxes[0]):
            return False
    return True


INCLUSIVE = Rule(
    "BR-CO-15",
    _inclusive_agrees,
    gettext_noop("The amount with tax is not the amount without it plus the tax."),
)


def _tax_adds_up(tax_total: Branch, _scope: Scope) -> bool:
    amount = decimal(tax_total, "cbc:TaxAmount")
    if "cac:TaxSubtotal" not in tax_total:
        return True
    return amount == to_cents_upwards(total(tax_total, "cac:TaxSubtotal/cbc:TaxAmount"))


TAX_TOTAL = Rule(
    "BR-CO-14", _tax_adds_up, gettext_noop("The VAT total is not what its breakdown adds up to.")
)


def _vat_categories(subtotal: Branch) -> list[Branch]:
    return [tax for tax in subtotal.branches("cac:TaxCategory") if is_vat(tax)]


def _has_category(subtotal: Branch, _scope: Scope) -> bool:
    return any("cbc:ID" in tax for tax in _vat_categories(subtotal))


def _has_rate(subtotal: Branch, _scope: Scope) -> bool:
    return any(
        "cbc:Percent" in tax or value(tax, "cbc:ID") == "O" for tax in _vat_categories(subtotal)
    )


def _tax_is_rate_of_base(subtotal: Branch, _scope: Scope) -> bool:
    rates = [
        as_decimal(leaf) for tax in _vat_categories(subtotal) for leaf in tax.leaves("cbc:Percent")
    ]
    tax = decimal(subtotal, "cbc:TaxAmount")
    if len(rates) > 1:
        raise OfficialAbortError("cbc:Percent")
    if not rates or _rounded(rates[0]) == 0:
        return tax is not None and _rounded(tax) == 0
    return tax_is_near(tax, decimal(subtotal, "cbc:TaxableAmount"), rates[0])


SUBTOTAL_RULES = (
    present("BR-45", "cbc:TaxableAmount"),
    present("BR-46", "cbc:TaxAmount"),
    Rule("BR-47", _has_category, gettext_noop("The group has no VAT category.")),
    Rule(
        "BR-48",
        _has_rate,
        gettext_noop("The tax category has no rate. Only what is not subject to tax (O) has none."),
    ),
    Rule(
        "BR-CO-17",
        _tax_is_rate_of_base,
        gettext_noop("The tax is not the rate of the taxable amount."),
    ),
    in_cents("BR-DEC-19", "cbc:TaxableAmount"),
    in_cents("BR-DEC-20", "cbc:TaxAmount"),
)
