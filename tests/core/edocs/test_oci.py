"""SAP OCI 5: the call that opens a shop, and the fields that bring a basket back."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from samkop.core.edocs.punchout import BasketLine, basket_fields, read_set_up

LONGEST = {
    "DESCRIPTION": 40, "QUANTITY": 15, "UNIT": 3, "PRICE": 15, "CURRENCY": 5, "PRICEUNIT": 9,
    "LEADTIME": 5, "VENDORMAT": 40, "MATGROUP": 10, "EXT_PRODUCT_ID": 40, "EXT_QUOTE_ID": 35,
    "EXT_QUOTE_ITEM": 10, "CUST_FIELD4": 20, "CUST_FIELD5": 50,
}  # fmt: skip
TEXT = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=90)


def test_the_calls_parameters_are_read_whatever_their_case_and_the_first_counts():
    called = read_set_up(
        [
            ("hook_url", " https://erp.example.fi/r?a=1 "), ("Username", "u"), ("PASSWORD", " p "),
            ("PASSWORD", "other"), ("~okcode", "ADDI"), ("~target", "_top"), ("function", "detail"),
            ("ProductId", "17"), ("quantity", "2.000"), ("USER_EMAIL", "a@example.fi"),
        ]
    )  # fmt: skip
    assert (called.hook_url, called.username, called.password) == (
        "https://erp.example.fi/r?a=1", "u", " p ",
    )  # fmt: skip
    assert (called.function, called.product_id, called.quantity) == ("DETAIL", "17", "2.000")
    assert (called.email, called.handed_back) == (
        "a@example.fi", {"~OkCode": "ADDI", "~TARGET": "_top"},
    )  # fmt: skip


@given(
    st.lists(
        st.builds(
            BasketLine, description=TEXT, quantity=st.integers(1, 10_000), unit=st.just("EA"),
            price=st.decimals(0, 10**9, places=2), currency=st.just("EUR"), product_id=TEXT,
            sellers_id=TEXT, supplier=TEXT, agreement=TEXT, category=TEXT, long_text=TEXT,
            lead_days=st.none() | st.integers(-3, 400), reservation=TEXT, reservation_line=TEXT,
        ),
        max_size=4,
    )
)  # fmt: skip
def test_no_field_is_longer_than_the_standards_table_and_sums_are_whole(lines):
    fields = dict(basket_fields(lines, {"~OkCode": "ADDI"}))
    assert fields.pop("~OkCode") == "ADDI"
    for number, line in enumerate(lines, 1):
        assert Decimal(fields[f"NEW_ITEM-QUANTITY[{number}]"]) == line.quantity
        assert Decimal(fields[f"NEW_ITEM-PRICE[{number}]"]) == line.price
    for name, value in fields.items():
        if "LONGTEXT" in name:
            continue
        assert 0 < len(value) <= LONGEST[name.removeprefix("NEW_ITEM-").partition("[")[0]]
