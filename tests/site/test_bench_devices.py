"""The benchmarks of devices in small: each work is done, and every row is written."""

from __future__ import annotations

import pytest

from samkop.site import wiring
from samkop.site.bench import fleet, imported
from samkop.site.bench.fleet_ground import load_fleets

WORKS = (
    "list page", "deep page", "facet", "serial", "text: part of a serial", "text: a rare word",
    "text page: part of a serial", "text page: a rare word", "change of 1,000",
)  # fmt: skip


@pytest.mark.usefixtures("own_database", "pages")
def test_each_work_on_the_fleet_is_measured_beside_its_statement_and_by_its_growth():
    wiring.connect()
    figures = fleet.figures_of(load_fleets((60, 120)), rounds=1)
    assert [figure.size for figure in figures[:3]] == [
        "60 devices", "120 devices", "120 beside 60 devices",
    ]  # fmt: skip
    assert {figure.name for figure in figures} == {
        name for work in WORKS for name in (f"fleet {work}", f"fleet {work}, growth")
    }
    assert all(figure.ours > 0 for figure in figures)


@pytest.mark.usefixtures("own_database")
def test_an_import_is_measured_beside_copy_of_all_that_it_wrote():
    told = imported.measured(300, rounds=2)
    assert {name: len(told[name]) for name in ("ours", "limit")} == {"ours": 2, "limit": 2}
    with imported.owners_cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM fleet_asset), (SELECT count(*) FROM limit_fleet_asset),"
            " (SELECT count(*) FROM fleet_custody), (SELECT count(*) FROM limit_fleet_custody)"
        )
        assert cursor.fetchone() == (300, 300, 300, 300)
