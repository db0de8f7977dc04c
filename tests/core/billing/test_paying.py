"""Accounts and payment references: what is right, and each wrong digit found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.billing.paying import (
    Account,
    account_of,
    finnish_reference,
    is_creditor_reference,
    is_finnish_reference,
    is_iban,
    is_ocr_reference,
    is_payment_reference,
    ocr_reference,
    payment_reference,
)

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("typed", "account"),
    [
        ("FI21 1234 5600 0007 85", Account("FI2112345600000785", "58")),
        ("se35 5000 0000 0549 1000 0003", Account("SE3550000000054910000003", "58")),
        ("991-2346", Account("9912346", "30", "SE:BANKGIRO")),
        ("5050-1055", Account("50501055", "30", "SE:BANKGIRO")),
        ("991-2345", None),
        ("FI21 1234 5600 0007 86", None),
        ("FI21 1234 5600 0007 8", None),
        ("99-12346", None),
        ("", None),
    ],
)
def test_an_account_is_an_iban_or_a_bankgiro_whose_check_digits_fit(typed, account):
    assert account_of(typed) == account


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_of_an_iban_is_found(place, more):
    right = "FI2112345600000785"
    if right[place] in DIGITS:
        wrong = f"{right[:place]}{(int(right[place]) + more) % 10}{right[place + 1 :]}"
        assert not is_iban(wrong)


def test_references_are_those_of_the_banks_own_examples():
    # By hand: 1234 56 from the right times 7 3 1 is 42+15+4+21+6+1 = 89, so that 1 is missing.
    assert finnish_reference("123456") == "1234561"
    assert finnish_reference("A-2026/0017") == "202600172"
    assert ocr_reference("7992739871") == "79927398713"
    assert is_creditor_reference("RF18539007547034")
    assert not is_creditor_reference("RF19539007547034")
    assert [finnish_reference("12"), finnish_reference("1" * 20), ocr_reference("")] == [None] * 3


@given(st.text(DIGITS, min_size=3, max_size=19), st.integers(1, 9), st.data())
def test_one_wrong_digit_of_a_reference_is_found(number, more, data):
    made = {
        is_finnish_reference: finnish_reference(f"1{number}"[:19]),
        is_ocr_reference: ocr_reference(number),
    }
    for fits, reference in made.items():
        assert fits(reference)
        place = data.draw(st.integers(0, len(reference) - 1))
        turned = (int(reference[place]) + more) % 10
        assert not fits(f"{reference[:place]}{turned}{reference[place + 1 :]}")


def test_each_country_has_its_own_references_and_the_international_one():
    assert payment_reference("FI", "123456") == "1234561"
    assert payment_reference("SE", "7992739871") == "79927398713"
    assert payment_reference("DE", "17") is None
    assert is_payment_reference("FI", "RF18539007547034")
    assert not is_payment_reference("FI", "79927398712")
    assert not is_payment_reference("SE", "1234562")
    assert is_payment_reference("DE", "Rechnung 17")
    assert not is_payment_reference("DE", "")
