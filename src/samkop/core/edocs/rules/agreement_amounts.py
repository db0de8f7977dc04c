"""Arithmetic and taxes of the Peppol Order Agreement (T110), BIS 3.0.17."""

from decimal import ROUND_FLOOR, Decimal

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.rule import Rule, Scope, Test
from samkop.core.edocs.rules.xpath import as_decimal, as_number, decimal, total, value
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.money import to_cents_upwards

_ZERO = Decimal(0)
_HALF = Decimal("0.5")
_PERCENT = Decimal(100)
_MILLION = 1_000_000
_TAX_TOTAL, _CATEGORY, _RATED = ("tax total",), "category", "rated"
_LINE_AMOUNTS, _LINE_TOTAL = ("line amounts",), ("line total",)


def _rounded(number: Decimal) -> Decimal:
    """`round()`: to a whole number, halves towards plus infinity."""
    return (number + _HALF).to_integral_value(ROUND_FLOOR)


def rated(category: Branch) -> str:
    """A category with its rate in one word, `S-25500000`."""
    percent = decimal(category, "cbc:Percent")
    rate = "" if percent is None else format(_rounded(percent * _MILLION), "f")
    return f"{value(category, 'cbc:ID')}-{rate}"


def gather_tax_total(_total: Branch, scope: Scope) -> None:
    """The document has a tax total, wherever it stands."""
    scope.sums.seen[_TAX_TOTAL] += 1


def gather_category(category: Branch, scope: Scope) -> None:
    """Take note of a category of the document's tax total."""
    scope.sums.seen[_CATEGORY, value(category, "cbc:ID")] += 1
    scope.sums.seen[_RATED, rated(category)] += 1


def gather_line(line: Branch, scope: Scope) -> None:
    """Count the line's amounts and add them up."""
    scope.sums.seen[_LINE_AMOUNTS] += len(line.leaves("cbc:LineExtensionAmount"))
    scope.sums.amounts[_LINE_TOTAL] += total(line, "cbc:LineExtensionAmount")


def tax_is_rate_of_taxable_amount(subtotal: Branch, _scope: Scope) -> bool:
    """The tax is taxable amount x rate / 100 to the cent; less than 0.50 where the rate is 0."""
    rate = decimal(subtotal, "cac:TaxCategory/cbc:Percent")
    tax = decimal(subtotal, "cbc:TaxAmount")
    if rate is None or _rounded(rate) == 0:
        return tax is not None and _rounded(tax) == 0
    taxable = decimal(subtotal, "cbc:TaxableAmount")
    return taxable is not None and tax == to_cents_upwards(taxable * (rate / _PERCENT))


SUBTOTAL_RULE = Rule(
    "PEPPOL-T110-R024",
    tax_is_rate_of_taxable_amount,
    gettext_noop("The tax is not the taxable amount times the rate."),
)


def tax_is_sum_of_subtotals(tax_total: Branch, _scope: Scope) -> bool:
    """The total of the tax is what its categories add up to."""
    parts = total(tax_total, "cac:TaxSubtotal/cbc:TaxAmount")
    return decimal(tax_total, "cbc:TaxAmount") == to_cents_upwards(parts)


TAX_TOTAL_RULE = Rule(
    "PEPPOL-T110-R025",
    tax_is_sum_of_subtotals,
    gettext_noop("The total of the tax is not what its categories add up to."),
)


def category_is_one_of(codes: str) -> Test:
    """The category's code is one of `codes`, which stand between blanks."""
    return lambda category, _scope: f" {value(category, 'cbc:ID')} " in codes


def category_is_known(category: Branch, scope: Scope) -> bool:
    """The category stands in the document's tax total, where there is one; to the letter."""
    seen = scope.sums.seen
    return _TAX_TOTAL not in seen or any(
        (_CATEGORY, leaf.text) in seen for leaf in category.leaves("cbc:ID")
    )


def rate_is_known(category: Branch, scope: Scope) -> bool:
    """The category stands with this rate in the document's tax total, where there is one."""
    seen = scope.sums.seen
    if "cbc:Percent" not in category or _TAX_TOTAL not in seen:
        return True
    return (_RATED, rated(category)) in seen


CATEGORY_RULES = (
    Rule(
        "PEPPOL-T110-R026",
        rate_is_known,
        gettext_noop("The document's tax total has no such tax category with this rate."),
    ),
    Rule(
        "PEPPOL-T110-R027",
        category_is_known,
        gettext_noop("The document's tax total has no such tax category."),
    ),
)


def _charged(document: Branch, indicator: str) -> Decimal:
    """The sum to the cent of the document's allowances or charges, told apart to the letter."""
    amounts = (
        as_decimal(amount)
        for allowance in document.branches("cac:AllowanceCharge")
        if any(leaf.text == indicator for leaf in allowance.leaves("cbc:ChargeIndicator"))
        for amount in allowance.leaves("cbc:Amount")
    )
    return to_cents_upwards(sum(amounts, _ZERO))


class Totals:
    """The amounts of LegalMonetaryTotal and what they are to agree with."""

    def __init__(self, element: Branch, scope: Scope) -> None:
        self.element = element
        self.lines = self._amount("LineExtensionAmount")
        self.allowances = self._amount("AllowanceTotalAmount")
        self.charges = self._amount("ChargeTotalAmount")
        self.exclusive = self._amount("TaxExclusiveAmount")
        self.inclusive = self._amount("TaxInclusiveAmount")
        self.rounding = self._amount("PayableRoundingAmount")
        self.payable = self._amount("PayableAmount")
        self.prepaid = self._amount("PrepaidAmount")
        self.tax = decimal(scope.root, "cac:TaxTotal/cbc:TaxAmount") or _ZERO
        self.allowance_total = _charged(scope.root, "false")
        self.charge_total = _charged(scope.root, "true")
        self.line_total = to_cents_upwards(scope.sums.amounts[_LINE_TOTAL])
        self.every_line_has_an_amount = scope.sums.lines == scope.sums.seen[_LINE_AMOUNTS]

    def has(self, name: str) -> bool:
        """Whether an amount is given."""
        return f"cbc:{name}" in self.element

    def payable_is_not_negative(self) -> bool:
        """Nothing is to be paid, or more."""
        found = [as_number(leaf) for leaf in self.element.leaves("cbc:PayableAmount")]
        return not found or any(amount is not None and amount >= 0 for amount in found)

    def _amount(self, name: str) -> Decimal:
        return decimal(self.element, f"cbc:{name}") or _ZERO


TOTAL_RULES = (
    Rule(
        "PEPPOL-T110-R014",
        lambda totals, _scope: totals.every_line_has_an_amount,
        gettext_noop("With totals of the document, every line needs its amount."),
    ),
    Rule(
        "PEPPOL-T110-R005",
        lambda totals, _scope: totals.payable_is_not_negative(),
        gettext_noop("The expected amount to pay is missing or negative."),
    ),
    Rule(
        "PEPPOL-T110-R006",
        lambda totals, _scope: totals.lines >= 0,
        gettext_noop("The expected sum of the lines is missing or negative."),
    ),
    Rule(
        "PEPPOL-T110-R007",
        lambda totals, _scope: (
            not totals.has("LineExtensionAmount") or totals.lines == totals.line_total
        ),
        gettext_noop("The expected sum of the lines is not what the lines add up to."),
    ),
    Rule(
        "PEPPOL-T110-R008",
        lambda totals, _scope: (
            not totals.has("ChargeTotalAmount") or totals.charges == totals.charge_total
        ),
        gettext_noop("The total of charges is not what the order's charges add up to."),
    ),
    Rule(
        "PEPPOL-T110-R009",
        lambda totals, _scope: (
            not totals.has("AllowanceTotalAmount") or totals.allowances == totals.allowance_total
        ),
        gettext_noop("The total of allowances is not what the order's allowances add up to."),
    ),
    Rule(
        "PEPPOL-T110-R010",
        lambda totals, _scope: (
            not totals.has("TaxExclusiveAmount")
            or totals.exclusive == totals.lines + totals.charges - totals.allowances
        ),
        gettext_noop(
            "The amount without tax is not the sum of the lines less allowances plus charges."
        ),
    ),
    Rule(
        "PEPPOL-T110-R011",
        lambda totals, _scope: totals.inclusive == totals.exclusive + totals.tax,
        gettext_noop("The amount with tax is not the amount without it plus the tax."),
    ),
    Rule(
        "PEPPOL-T110-R012",
        lambda totals, _scope: (
            not totals.has("PayableAmount")
            or totals.payable == totals.inclusive - totals.prepaid + totals.rounding
        ),
        gettext_noop(
            "The amount to pay is not the amount with tax less what is prepaid plus rounding."
        ),
    ),
)
