"""The devices of the demonstration: made up by a seed, and loaded with every rule on."""

from __future__ import annotations

from collections import Counter
from datetime import date

from samkop.core.devices import device_support
from samkop.fleet.vocabulary import AssetState, HolderKind
from samkop.site.demo import seeds, stock
from samkop.site.demo.stocking import DEVICES

FOUNDED = date(2026, 11, 28)


def pieces_of(key: str, living: int) -> list[stock.Piece]:
    seed = seeds.organisations()[key]
    made = stock.Stock(
        seed, FOUNDED, [one.code for one in seeds.sites_of(seed)],
        [one.code for one in seeds.cost_centres_of(seed)],
        lambda _category, _day: stock.Holder(HolderKind.SUPPLIER, "computers", "Seller"),
    )  # fmt: skip
    return list(made.pieces(living))


def test_the_region_has_41_000_devices_25_000_of_them_in_the_largest_city():
    sizes = {seed.key: stock.size_of(seed.key, DEVICES) for seed in seeds.orderers()}
    assert (sum(sizes.values()), sizes["tampere"], sizes["bjorkasnas"]) == (41_000, 25_000, 400)


def test_the_same_seed_makes_the_same_devices():
    assert pieces_of("nokia", 60) == pieces_of("nokia", 60)


def test_a_quarter_of_what_lives_is_renewed_a_year_and_few_are_outside_the_range():
    pieces = pieces_of("ylojarvi", 960)
    living = [one for one in pieces if one.state != AssetState.ENDED]
    assert len(living) == 960
    years = Counter((one.renew_on.year - 2026) * 12 + one.renew_on.month for one in living)
    assert {years[month] for month in range(14, 48)} == {20}
    outliers = sum(not one.model.in_range for one in living)
    assert 30 <= outliers <= 80
    assert {one.state for one in pieces} == {
        *map(str, set(AssetState) - {AssetState.EXPECTED, AssetState.ERASED})
    }


def test_custody_goes_on_in_time_and_ends_with_who_has_the_device():
    for piece in pieces_of("county", 400):
        times = [hand.since for hand in piece.hands]
        assert times == sorted(times)
        assert times[-1].date() <= FOUNDED
        assert 1 <= len(piece.hands) <= 6
        assert (piece.ended_on is None) == (piece.state != AssetState.ENDED)


def test_most_makers_say_how_long_their_models_are_supported():
    models = [one for one in stock.models() if one.category in {"phone", "rugged-phone", "tablet"}]
    known = [one for one in models if device_support(one.manufacturer, one.name).release]
    assert len(known) >= len(models) - 3
    assert len({(one.manufacturer, one.name) for one in stock.models()}) == len(stock.models())
