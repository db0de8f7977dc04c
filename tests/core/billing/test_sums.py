"""The sums of an invoice: right by hand, and valid by the official rules whatever the lines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.billing_samples import an_invoice
from samkop.core import edocs
from samkop.core.billing.sums import line_amount, sums_of
from samkop.core.billing.vat import choices_of
from samkop.core.edocs.model import InvoiceLine, Item, Price, Quantity, TaxCategory

VAT = st.sampled_from(choices_of("SE", "SE", date(2026, 5, 18)))
PRICES = st.decimals("0.00", "99999.99", places=2)


def lines_of(*lines: tuple[str, str, str, str]) -> tuple[InvoiceLine, ...]:
    return tuple(
        InvoiceLine(
            str(number),
            Quantity(Decimal(quantity), "C62"),
            line_amount(Decimal(quantity), Decimal(price)),
            Item(name="Phone", taxes=(TaxCategory(category, Decimal(percent)),)),
            Price(Decimal(price)),
        )
        for number, (quantity, price, category, percent) in enumerate(lines, 1)
    )


def test_the_tax_is_rounded_once_for_each_rate_and_not_for_each_line():
    # 3 x 0.33 = 0.99 twice: 1.98 x 25.5 % = 0.5049, so 0.50; line by line it were 0.25 + 0.25.
    # 7 x 19.99 = 139.93 x 13.5 % = 18.89055, so 18.89.
    sums = sums_of(
        lines_of(
            ("3", "0.33", "S", "25.5"),
            ("3", "0.33", "S", "25.5"),
            ("7", "19.99", "S", "13.5"),
            ("1", "100.00", "AE", "0"),
        ),
        "EUR",
    )
    assert [
        (part.category.id, str(part.taxable_amount.amount), str(part.tax_amount.amount))
        for part in sums.tax.breakdown
    ] == [("S", "1.98", "0.50"), ("S", "139.93", "18.89"), ("AE", "100.00", "0.00")]
    assert sums.tax.breakdown[2].category.exemption_code == "VATEX-EU-AE"
    assert (sums.tax.amount.amount, sums.totals.payable_amount) == (
        Decimal("19.39"),
        Decimal("261.30"),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9999), PRICES, VAT), min_size=1, max_size=8))
def test_whatever_the_lines_the_invoice_is_valid_and_its_parts_add_up(drawn):
    lines = lines_of(
        *((str(quantity), str(price), *map(str, vat)) for quantity, price, vat in drawn)
    )  # fmt: skip
    sums = sums_of(lines, "EUR")
    net = sum((quantity * price for quantity, price, _vat in drawn), Decimal(0))
    assert sums.totals.line_extension_amount == net
    assert sum(part.taxable_amount.amount for part in sums.tax.breakdown) == net
    assert sums.totals.payable_amount == net + sums.tax.amount.amount
    document = replace(
        an_invoice(), lines=lines, tax_totals=(sums.tax,), totals=sums.totals,
        due_date=date(2026, 6, 17),
    )  # fmt: skip
    assert edocs.read(edocs.write(document)) == document
