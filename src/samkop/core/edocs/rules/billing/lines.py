"""Rules of Peppol Billing (3.0.21) for lines, their periods and prices, in every country."""

from decimal import Decimal

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.en16931.parts import BOTH_LINES, in_lines
from samkop.core.edocs.rules.order_amounts import charged, net_is_gross_less_allowance
from samkop.core.edocs.rules.rule import Context, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import as_day, decimal, nodes, only, value, within
from samkop.core.edocs.ubl.tree import Branch, Leaf

_ZERO, _ONE = Decimal(0), Decimal(1)


def _line_amount_is_right(line: Branch, _scope: Scope) -> bool:
    """Quantity x price / base quantity, with charges and less allowances, within 0.02."""
    amount = decimal(line, "cbc:LineExtensionAmount") or _ZERO
    quantities = [decimal(line, name) for name in ("cbc:InvoicedQuantity", "cbc:CreditedQuantity")]
    quantity = next((found for found in quantities if found is not None), _ONE)
    price = decimal(line, "cac:Price/cbc:PriceAmount") or _ZERO
    base = decimal(line, "cac:Price/cbc:BaseQuantity") or _ONE
    net = quantity * (price / base)
    return within(amount, net + charged(line, "true") - charged(line, "false"))


def _base_is_positive(line: Branch, _scope: Scope) -> bool:
    base = decimal(line, "cac:Price/cbc:BaseQuantity")
    return base is None or base > 0


def _object_has_its_type(line: Branch, _scope: Scope) -> bool:
    return "cac:DocumentReference" not in line or any(
        leaf.text == "130" for leaf in line.leaves("cac:DocumentReference/cbc:DocumentTypeCode")
    )


LINE_RULES = (
    Rule(
        "PEPPOL-EN16931-R120",
        _line_amount_is_right,
        gettext_noop(
            "The line's amount is not quantity times price, with its charges and allowances."
        ),
    ),
    Rule(
        "PEPPOL-EN16931-R121",
        _base_is_positive,
        gettext_noop("The quantity that the price is for is not above zero."),
    ),
    Rule(
        "PEPPOL-EN16931-R100",
        lambda line, _scope: len(nodes(line, "cac:DocumentReference")) <= 1,
        gettext_noop("{element} has more of {child} than {most}."),
        values=(("child", "cac:DocumentReference"), ("most", "1")),
    ),
    Rule(
        "PEPPOL-EN16931-R101",
        _object_has_its_type,
        gettext_noop("A line refers to an invoiced object (130) only."),
    ),
)


def _day_compared(name: str, *, first: bool) -> Test:
    def test(leaf: Leaf, scope: Scope) -> bool:
        own, whole = as_day(leaf), only(scope.root, f"cac:InvoicePeriod/{name}")
        if whole is None:
            return True
        return own >= as_day(whole) if first else own <= as_day(whole)

    return test


_OUTSIDE = gettext_noop("The line's period lies outside that of the document.")


def _has_period(name: str) -> Test:
    return lambda _leaf, scope: scope.root.has(f"cac:InvoicePeriod/{name}")


def _base_unit_is_that_of_quantity(line: Branch, _scope: Scope) -> bool:
    bases = [
        leaf.attributes["unitCode"]
        for leaf in line.leaves("cac:Price/cbc:BaseQuantity")
        if "unitCode" in leaf.attributes
    ]
    quantities = [
        leaf
        for name in ("cbc:InvoicedQuantity", "cbc:CreditedQuantity")
        for leaf in line.leaves(name)
    ]
    units = {leaf.attributes.get("unitCode") for leaf in quantities}
    return not quantities or all(base in units for base in bases)


CONTEXTS = (
    Context(
        in_lines("cac:InvoicePeriod/cbc:StartDate"),
        (Rule("PEPPOL-EN16931-R110", _day_compared("cbc:StartDate", first=True), _OUTSIDE),),
        _has_period("cbc:StartDate"),
    ),
    Context(
        in_lines("cac:InvoicePeriod/cbc:EndDate"),
        (Rule("PEPPOL-EN16931-R111", _day_compared("cbc:EndDate", first=False), _OUTSIDE),),
        _has_period("cbc:EndDate"),
    ),
    Context(
        BOTH_LINES,
        (
            *LINE_RULES,
            Rule(
                "PEPPOL-EN16931-R130",
                _base_unit_is_that_of_quantity,
                gettext_noop("The price is for another unit than the quantity."),
            ),
        ),
    ),
    Context(
        ("cac:Price/cac:AllowanceCharge",),
        (
            Rule(
                "PEPPOL-EN16931-R044",
                lambda allowance, _scope: value(allowance, "cbc:ChargeIndicator") == "false",
                gettext_noop("A price has allowances only, no charges."),
            ),
            Rule(
                "PEPPOL-EN16931-R046",
                net_is_gross_less_allowance,
                gettext_noop("The price is not the gross price less the allowance."),
            ),
        ),
    ),
)
