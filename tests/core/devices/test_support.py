"""The makers' support ends, and which devices join to them."""

from __future__ import annotations

from datetime import date

import pytest

from samkop.core.devices import (
    Support,
    SupportState,
    device_support,
    footprints,
    system_support,
)
from samkop.core.devices.support import releases

# Phones and tablets of the carbon data for which the support data has no entry.
WITHOUT_COUNTERPART = {"Pixel Slate", "Pixel Watch", "Surface Duo", "Surface Duo 2"}


def test_all_phones_and_tablets_but_four_have_a_counterpart_by_name():
    portable = [found for found in footprints() if found.kind in {"Smartphone", "Tablet"}]
    joined = {
        found.name: device_support(found.manufacturer, found.name).release for found in portable
    }
    assert len(portable) == 72
    assert {name for name, release in joined.items() if not release} == WITHOUT_COUNTERPART


@pytest.mark.parametrize(
    ("maker", "name", "ends"),
    [
        ("Fairphone", "Fairphone 4", date(2028, 9, 1)),
        ("Google", "Pixel 5a with 5G", date(2024, 8, 1)),
        ("Google", "Pixel 4a (5G)", date(2023, 11, 5)),
        ("Google", "Pixel 4a", date(2023, 8, 5)),
        ("Samsung", "Galaxy Z Fold3 (SM-F926B)", date(2026, 8, 27)),
        ("Samsung", "Galaxy Tab S7+ (SM-T976B)", date(2024, 8, 5)),
        ("Microsoft", "Surface Pro (5th Gen)", date(2024, 1, 15)),
        ("APPLE", "iPhone 8 64GB", date(2025, 3, 31)),
    ],
)
def test_a_model_has_its_own_end_however_its_name_is_written(maker, name, ends):
    found = device_support(maker, name)
    assert (found.state, found.ends) == (SupportState.KNOWN, ends)


@pytest.mark.parametrize("name", ["iPhone SE - Gen 2 128GB", "iPhone SE (2nd generation)"])
def test_supported_without_an_end_means_that_none_is_announced(name):
    found = device_support("Apple", name)
    assert found == Support(SupportState.NOT_ANNOUNCED, None, "SE (2nd generation)")


def test_support_that_ended_on_an_unknown_day_is_not_known():
    found = device_support("Samsung", "Galaxy S7 active")
    assert (found.state, found.ends) == (SupportState.NOT_KNOWN, None)


def test_a_name_that_was_cut_off_joins_by_our_alias():
    assert device_support("Apple", "iPad Pro 12").release == "iPad Pro (6th generation)"


def test_a_model_that_nobody_lists_is_not_known():
    assert device_support("Doro", "Aurora A10") == Support(SupportState.NOT_KNOWN)


def test_unfilled_code_names_are_taken_out_of_the_labels():
    assert [found.label for found in releases() if "CODENAME" in found.label] == []
    assert "OS X 10.11" in {found.label for found in releases()}


@pytest.mark.parametrize(
    ("system", "ends"),
    [
        ("Windows 11 Pro 24H2", date(2026, 10, 13)),
        ("Windows 11 Education 24H2", date(2027, 10, 12)),
        ("Windows 10 Pro, 22H2", date(2025, 10, 14)),
        ("macOS 13 Ventura", date(2025, 9, 15)),
        ("macOS 10.14", date(2021, 10, 25)),
    ],
)
def test_a_laptop_takes_the_end_of_its_systems_release(system, ends):
    assert system_support(system).ends == ends


def test_a_label_that_stands_twice_means_the_ordinary_edition_not_the_long_term_one():
    labels = [found.label for found in releases() if found.product == "windows"]
    assert labels.count("11 24H2 (E)") == 2
    assert system_support("Windows 11 Enterprise 24H2").ends == date(2027, 10, 12)


def test_a_system_without_its_release_is_not_known():
    assert system_support("Windows 11 Pro").state == SupportState.NOT_KNOWN
    assert system_support("ChromeOS Flex").state == SupportState.NOT_KNOWN
