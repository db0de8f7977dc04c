"""What is chosen with a subscription, and what travels with an order."""

from __future__ import annotations

import pytest

from samkop.catalogue.rules.subscriptions import (
    SubscriptionChoice,
    device_properties,
    programmes_for,
    subscription_properties,
    wrong_fields,
)
from samkop.catalogue.vocabulary import EnrolmentProgramme


@pytest.mark.parametrize(
    ("choice", "quantity", "wrong"),
    [
        (SubscriptionChoice("new", "esim"), 600, ()),
        (SubscriptionChoice("kept", "sim", "+358 40 123 4567"), 1, ()),
        (SubscriptionChoice("kept", "sim", ""), 1, ("number",)),
        (SubscriptionChoice("kept", "sim", "040-12x"), 1, ("number",)),
        (SubscriptionChoice("kept", "sim", "0401234567"), 2, ("quantity",)),
        (SubscriptionChoice("moved", "sim", "0401234567"), 1, ("from_operator",)),
        (SubscriptionChoice("moved", "sim", "0401234567", "Provtel"), 1, ()),
        (SubscriptionChoice("lost", "sim"), 1, ("number_choice",)),
        (SubscriptionChoice("new", "nano"), 1, ("sim",)),
    ],
)
def test_a_choice_is_whole_or_says_which_field_is_not(choice, quantity, wrong):
    assert wrong_fields(choice, quantity) == wrong


def test_a_new_number_says_nothing_of_an_old_one():
    said = subscription_properties(SubscriptionChoice("new", "esim", "0401234567", "Provtel"))
    assert said == {"Number": "new", "SIM": "esim"}


def test_a_moved_number_says_from_where():
    said = subscription_properties(SubscriptionChoice("moved", "sim", "040 123 45 67", "Provtel"))
    assert said == {
        "Number": "moved", "SIM": "sim", "Telephone number": "0401234567",
        "Moved from operator": "Provtel",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("category", "maker", "programmes"),
    [
        ("phone", "Apple", ["apple"]),
        ("tablet", "Samsung Electronics", ["samsung-knox", "android-zero-touch"]),
        ("phone", "Fairphone", ["android-zero-touch"]),
        ("laptop", "Apple", ["apple"]),
        ("laptop", "Lenovo", ["windows-autopilot"]),
        ("headset", "Apple", []),
    ],
)
def test_a_device_is_enrolled_by_its_makers_programme(category, maker, programmes):
    assert list(programmes_for(category, maker)) == programmes


def test_identifiers_that_are_not_known_are_left_out():
    said = device_properties(
        code="FIELD", number=3, image="", mdm_profile="Field",
        programmes=[EnrolmentProgramme.KNOX, EnrolmentProgramme.ZERO_TOUCH],
        identifiers={"samsung-knox": "K-1"},
    )  # fmt: skip
    assert said == {
        "Configuration": "FIELD 3", "MDM profile": "Field", "Samsung Knox customer ID": "K-1",
    }  # fmt: skip
