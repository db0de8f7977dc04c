"""One name for one model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.core.devices.names import model_key, storage_of


@pytest.mark.parametrize(
    ("maker", "one", "other"),
    [
        ("Apple", "iPhone 14 with 128GB", "Apple iPhone 14"),
        ("Apple", "iPad (9th generation) Wi-Fi + Cellular with 64GB", "iPad (9th generation)"),
        ("Lenovo", "ThinkPad T14 Gen 3", "Lenovo ThinkPad T14 (3rd Gen)"),
        ("Samsung", "Galaxy S20 FE (SM-G781B)", "GALAXY S20 FE 256 GB"),
    ],
)
def test_spellings_of_one_model_meet(maker, one, other):
    assert model_key(maker, one) == model_key(maker, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Pixel 6", "Pixel 6 Pro"), ("Galaxy Tab S7", "Galaxy Tab S7+")]
)
def test_different_models_stay_apart(one, other):
    assert model_key("Maker", one) != model_key("Maker", other)


@given(st.text(max_size=40), st.text(max_size=80))
def test_a_key_is_its_own_key(maker, name):
    key = model_key(maker, name)
    assert key == " ".join(key.split())
    assert key == key.casefold()


def test_storage_reads_the_same_with_and_without_a_blank():
    assert storage_of("iPhone 13 Pro 256 GB") == storage_of("iPhone 13 Pro 256GB") == "256gb"
    assert storage_of("Fairphone 4") == ""
