"""Arithmetic of the Peppol Order (T01), BIS 3.0.17: amounts, totals, allowances and prices."""

from decimal import Decimal

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.parts import gather_line_number
from samkop.core.edocs.rules.rule import Rule, Scope
from samkop.core.edocs.rules.xpath import as_decimal, at_least, decimal, number, total, within
from samkop.core.edocs.ubl.tree import Branch, Leaf
from samkop.core.money import to_cents_upwards

_ZERO = Decimal(0)
_ONE = Decimal(1)
_PERCENT = Decimal(100)
_DECIMALS = 2
_FACTOR, _BASE, _AMOUNT = "cbc:MultiplierFactorNumeric", "cbc:BaseAmount", "cbc:Amount"


def is_in_document_currency(amount: Leaf, scope: Scope) -> bool:
    """The amount names the order's currency, to the letter, or none."""
    currency = amount.attributes.get("currencyID")
    code = scope.root.leaf("cbc:DocumentCurrencyCode")
    return currency is None or (code is not None and code.text == currency)


def has_two_decimals_at_most(amount: Leaf, scope: Scope) -> bool:
    """At most two characters after the point, blanks included; prices may have more."""
    return len(amount.text.partition(".")[2]) <= _DECIMALS or scope.inside("Price")


AMOUNT_RULES = (
    Rule(
        "PEPPOL-T01-R003",
        is_in_document_currency,
        gettext_noop("The amount is not in the order's currency."),
    ),
    Rule(
        "PEPPOL-T01-R028",
        has_two_decimals_at_most,
        gettext_noop("{value} has more than two decimals. Only prices may."),
    ),
)


def has_factor_only(allowance: Branch, _scope: Scope) -> bool:
    """There is a percentage without base amount."""
    return _FACTOR in allowance and _BASE not in allowance


def has_base_only(allowance: Branch, _scope: Scope) -> bool:
    """There is a base amount without percentage."""
    return _BASE in allowance and _FACTOR not in allowance


def amount_is_percentage_of_base(allowance: Branch, _scope: Scope) -> bool:
    """The amount is base x percentage / 100 within 0.02, where both are given."""
    base, factor = decimal(allowance, _BASE), decimal(allowance, _FACTOR)
    if base is None or factor is None:
        return True
    return within(decimal(allowance, _AMOUNT) or _ZERO, base * factor / _PERCENT)


ALLOWANCE_RULES = (
    Rule(
        "PEPPOL-T01-R022",
        amount_is_percentage_of_base,
        gettext_noop("The amount is not the percentage of the base amount."),
    ),
    Rule(
        "PEPPOL-T01-R023",
        lambda allowance, _scope: (
            "cbc:AllowanceChargeReason" in allowance or "cbc:AllowanceChargeReasonCode" in allowance
        ),
        gettext_noop("The allowance or charge has neither reason nor reason code."),
    ),
    Rule(
        "PEPPOL-T01-R032",
        lambda allowance, _scope: at_least(number(allowance, _AMOUNT), 0),
        gettext_noop("The amount of the allowance or charge is missing or negative."),
    ),
)


def charged(parent: Branch, indicator: str) -> Decimal:
    """The sum to the cent of the allowances ("false") or charges ("true") of an order or line."""
    if "cac:AllowanceCharge" not in parent:
        return _ZERO
    amounts = [
        as_decimal(amount)
        for allowance in parent.branches("cac:AllowanceCharge")
        if any(leaf.value == indicator for leaf in allowance.leaves("cbc:ChargeIndicator"))
        for amount in allowance.leaves(_AMOUNT)
    ]
    return to_cents_upwards(sum(amounts, _ZERO)) if amounts else _ZERO


def gather_line(line: Branch, scope: Scope) -> None:
    """Add the line's amount to the sum of lines, and count its number."""
    scope.sums.line_extension += total(line, "cbc:LineExtensionAmount")
    gather_line_number(line, scope)


def line_amount_is_quantity_times_price(line: Branch, _scope: Scope) -> bool:
    """The line's amount is quantity x price / base quantity + charges - allowances, within 0.02."""
    amount = decimal(line, "cbc:LineExtensionAmount") or _ZERO
    quantity = decimal(line, "cbc:Quantity")
    price = decimal(line, "cac:Price/cbc:PriceAmount") or _ZERO
    base = decimal(line, "cac:Price/cbc:BaseQuantity") or _ONE
    net = (_ONE if quantity is None else quantity) * (price / base)
    return within(amount, net + charged(line, "true") - charged(line, "false"))


def base_quantity_is_positive(line: Branch, _scope: Scope) -> bool:
    """The price is for more than nothing."""
    base = decimal(line, "cac:Price/cbc:BaseQuantity")
    return base is None or base > 0


LINE_RULES = (
    Rule(
        "PEPPOL-T01-R024",
        line_amount_is_quantity_times_price,
        gettext_noop(
            "The line's amount is not quantity times price, with its charges and allowances."
        ),
    ),
    Rule(
        "PEPPOL-T01-R025",
        base_quantity_is_positive,
        gettext_noop("The quantity that the price is for is not above zero."),
    ),
)


def net_is_gross_less_allowance(allowance: Branch, scope: Scope) -> bool:
    """The price is the gross price less the allowance, where a gross price is given."""
    gross = decimal(allowance, _BASE)
    if gross is None:
        return True
    net, rebate = decimal(scope.parent, "cbc:PriceAmount"), decimal(allowance, _AMOUNT)
    return net is not None and rebate is not None and net == gross - rebate


PRICE_ALLOWANCE_RULES = (
    Rule(
        "PEPPOL-T01-R019",
        net_is_gross_less_allowance,
        gettext_noop("The price is not the gross price less the allowance."),
    ),
)


def gross_price_is_not_negative(price: Branch, _scope: Scope) -> bool:
    """Some gross price is zero or more, or there is none."""
    gross = list(price.leaves("cac:AllowanceCharge/cbc:BaseAmount"))
    return not gross or any(as_decimal(leaf) >= 0 for leaf in gross)


PRICE_RULES = (
    Rule(
        "PEPPOL-T01-R005",
        lambda price, _scope: at_least(number(price, "cbc:PriceAmount"), 0),
        gettext_noop("The price is missing or negative."),
    ),
    Rule(
        "PEPPOL-T01-R027",
        gross_price_is_not_negative,
        gettext_noop("The gross price is negative."),
    ),
    Rule(
        "PEPPOL-T01-R033",
        lambda price, _scope: (
            at_least(number(price, "cac:AllowanceCharge/cbc:Amount"), 0)
            or not price.has("cac:AllowanceCharge/cbc:Amount")
        ),
        gettext_noop("The allowance on the price is negative."),
    ),
)


class Totals:
    """The amounts of AnticipatedMonetaryTotal and what they are to agree with."""

    def __init__(self, element: Branch, scope: Scope) -> None:
        self.payable = decimal(element, "cbc:PayableAmount")
        self.lines = decimal(element, "cbc:LineExtensionAmount")
        self.prepaid = decimal(element, "cbc:PrepaidAmount") or _ZERO
        self.rounding = decimal(element, "cbc:PayableRoundingAmount") or _ZERO
        self.inclusive = decimal(element, "cbc:TaxInclusiveAmount")
        self.allowances = decimal(element, "cbc:AllowanceTotalAmount") or _ZERO
        self.charges = decimal(element, "cbc:ChargeTotalAmount") or _ZERO
        net = None if self.lines is None else self.lines - self.allowances + self.charges
        self.net = net
        exclusive = decimal(element, "cbc:TaxExclusiveAmount")
        self.exclusive = net if exclusive is None else exclusive
        self.order = scope.root
        self.line_total = scope.sums.line_total()

    def exclusive_agrees(self) -> bool:
        return self.net is not None and self.exclusive == self.net

    def payable_agrees(self) -> bool:
        if not self.inclusive:
            return True
        return self.payable == self.inclusive - self.prepaid + self.rounding

    def inclusive_agrees(self) -> bool:
        if not self.inclusive or "cac:TaxTotal" not in self.order:
            return True
        tax = decimal(self.order, "cac:TaxTotal/cbc:TaxAmount") or _ZERO
        return self.exclusive is not None and self.inclusive == self.exclusive + tax


TOTAL_RULES = (
    Rule(
        "PEPPOL-T01-R006",
        lambda totals, _scope: at_least(totals.payable, 0),
        gettext_noop("The expected amount to pay is missing or negative."),
    ),
    Rule(
        "PEPPOL-T01-R007",
        lambda totals, _scope: at_least(totals.lines, 0),
        gettext_noop("The expected sum of the lines is missing or negative."),
    ),
    Rule(
        "PEPPOL-T01-R008",
        lambda totals, _scope: totals.lines == totals.line_total,
        gettext_noop("The expected sum of the lines is not what the lines add up to."),
    ),
    Rule(
        "PEPPOL-T01-R009",
        lambda totals, _scope: totals.allowances == charged(totals.order, "false"),
        gettext_noop("The total of allowances is not what the order's allowances add up to."),
    ),
    Rule(
        "PEPPOL-T01-R010",
        lambda totals, _scope: totals.charges == charged(totals.order, "true"),
        gettext_noop("The total of charges is not what the order's charges add up to."),
    ),
    Rule(
        "PEPPOL-T01-R011",
        lambda totals, _scope: totals.exclusive_agrees(),
        gettext_noop(
            "The amount without tax is not the sum of the lines less allowances plus charges."
        ),
    ),
    Rule(
        "PEPPOL-T01-R016",
        lambda totals, _scope: totals.payable_agrees(),
        gettext_noop(
            "The amount to pay is not the amount with tax less what is prepaid plus rounding."
        ),
    ),
    Rule(
        "PEPPOL-T01-R017",
        lambda totals, _scope: totals.inclusive_agrees(),
        gettext_noop("The amount with tax is not the amount without it plus the tax."),
    ),
)
