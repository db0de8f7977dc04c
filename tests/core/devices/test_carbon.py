"""Footprints, and the dirt in their source."""

from __future__ import annotations

import re
from decimal import Decimal

from samkop.core.devices import footprint_of, footprints


def test_every_row_of_the_source_is_read():
    assert len(footprints()) == 1226


def test_escaped_bytes_in_names_become_the_letters_that_they_stand_for():
    names = {footprint.name for footprint in footprints()}
    assert [name for name in names if "\\x" in name] == []
    assert {"10DQD \N{EN DASH} Tiny-in-One 23", "Legion 5 15”", "Legion 5 17”"} <= names


def test_a_share_above_one_is_no_share():
    ultra = footprint_of("Dell", "OptiPlex 7070 Ultra")
    assert ultra is not None
    assert (ultra.total_kg, ultra.use_share, ultra.making_share) == (
        Decimal("196.0"),
        Decimal("0.18"),
        None,
    )
    shares = [share for f in footprints() for share in (f.use_share, f.making_share) if share]
    assert max(shares) <= 1


def test_each_kind_has_one_spelling():
    kinds = {footprint.kind for footprint in footprints()}
    assert len({re.sub(r"\W", "", kind).casefold() for kind in kinds}) == len(kinds)
    assert "EntertainmentT" not in kinds
    assert "Thin client" not in kinds


def test_a_missing_lifetime_is_not_known_rather_than_nought():
    without = [footprint for footprint in footprints() if footprint.lifetime_years is None]
    assert len(without) == 33


def test_storage_in_the_name_picks_its_own_report():
    small, large = (footprint_of("Apple", f"iPhone 13 Pro {size}") for size in ("128 GB", "1TB"))
    assert small is not None
    assert large is not None
    assert (small.total_kg, large.total_kg) == (Decimal(69), Decimal(112))


def test_without_storage_the_largest_report_of_the_model_holds():
    found = footprint_of("Apple", "Apple iPhone 12")
    assert found is not None
    assert found.name == "iPhone 12 256GB"


def test_a_neighbouring_model_is_not_taken_for_it():
    assert footprint_of("Google", "Pixel 6b") is None
    assert footprint_of("Samsung", "Pixel 6") is None
