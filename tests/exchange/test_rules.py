"""Names of files and folders, pauses, electronic addresses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.exchange.rules import (
    file_name,
    folder_name,
    is_alarm,
    is_electronic_address,
    pause_after,
    plain,
)


def test_a_file_is_named_by_type_and_number():
    assert file_name("order", "2026-0001") == "order-2026-0001.xml"


@given(st.text(max_size=300))
def test_a_file_name_is_ascii_and_never_leads_out_of_its_folder(number):
    name = file_name("order-response", number)
    assert name.isascii()
    assert set("/\\.\0") & set(name.removesuffix(".xml")) == set()
    assert len(name) < 120


@given(st.lists(st.text(max_size=120), unique=True, min_size=2, max_size=20))
def test_two_numbers_never_share_a_file(numbers):
    assert len({file_name("order", number) for number in numbers}) == len(numbers)


def test_a_number_cut_short_does_not_meet_the_number_that_it_looks_like():
    assert file_name("order", "4/1") != file_name("order", "4-1")


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("Sibbo kommun", "sibbo-kommun-0203564-6"),
        ("Åbo stad", "abo-stad-0203564-6"),
        ("Öster/../väster", "oster-vaster-0203564-6"),
        ("市", "0203564-6"),
    ],
)
def test_a_folder_is_named_by_the_party_in_ascii(name, folder):
    assert folder_name(name, "0203564-6") == folder


@given(st.text(max_size=200))
def test_plain_text_has_letters_digits_and_single_hyphens(text):
    assert all(part.isascii() and part.isalnum() for part in plain(text).split("-") if part)
    assert "--" not in plain(text)


def test_pauses_double_from_five_seconds_to_an_hour():
    assert [pause_after(attempt).total_seconds() for attempt in range(1, 12)] == [
        5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600,
    ]  # fmt: skip
    assert pause_after(10_000) == timedelta(hours=1)


def test_the_eighth_failure_is_an_alarm():
    assert [is_alarm(attempt) for attempt in (7, 8, 9)] == [False, True, True]


@pytest.mark.parametrize(
    ("scheme", "identifier", "valid"),
    [
        ("0216", "003701120389", True),
        ("0216", "003701120388", False),
        ("0007", "2021005489", True),
        ("0007", "2021005488", False),
        ("0088", "7300010000001", True),
        ("0088", "7300010000002", False),
        ("9999", "anything", False),
    ],
)
def test_an_electronic_address_has_a_known_scheme_and_its_check_digit(scheme, identifier, valid):
    assert is_electronic_address(scheme, identifier) is valid
