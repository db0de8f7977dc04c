"""Carbon footprints of devices over their whole life, by their makers' reports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from samkop.core.devices.names import model_key, storage_of
from samkop.core.devices.tables import rows

# One kind, one word: the source has "Thin client" beside "Thin Client", and a slip.
_KINDS = {"Thin client": "Thin Client", "EntertainmentT": "Entertainment"}


@dataclass(frozen=True, slots=True)
class Footprint:
    """One product's footprint.

    ``total_kg`` is kg CO2e over the whole life; ``use_share`` and ``making_share`` are its
    shares of one, ``lifetime_years`` what the report assumes; None where the source has
    nothing, or a share that cannot be one.
    """

    manufacturer: str
    name: str
    kind: str
    total_kg: Decimal
    use_share: Decimal | None
    making_share: Decimal | None
    lifetime_years: Decimal | None
    report_date: str
    source: str


@cache
def footprints() -> tuple[Footprint, ...]:
    """Every product of the source, in its order."""
    return tuple(
        Footprint(
            manufacturer=row["manufacturer"],
            name=row["name"],
            kind=_KINDS.get(row["subcategory"], row["subcategory"]),
            total_kg=Decimal(row["gwp_total"]),
            use_share=_share(row["gwp_use_ratio"]),
            making_share=_share(row["gwp_manufacturing_ratio"]),
            lifetime_years=Decimal(row["lifetime"]) if row["lifetime"] else None,
            report_date=row["report_date"],
            source=row["sources"],
        )
        for row in rows("device-carbon.csv")
    )


def footprint_of(manufacturer: str, name: str) -> Footprint | None:
    """The footprint of a product by its maker and name, or None where the source has none.

    Storage in the name picks the report for that storage. Of several reports that fit
    equally, the largest is taken: nobody is promised less than the maker said.
    """
    candidates = _by_model().get(model_key(manufacturer, name), ())
    storage = storage_of(name)
    same = [found for found in candidates if storage and storage_of(found.name) == storage]
    return max(same or candidates, key=lambda found: found.total_kg, default=None)


@cache
def _by_model() -> dict[str, tuple[Footprint, ...]]:
    grouped = defaultdict(list)
    for footprint in footprints():
        grouped[model_key(footprint.manufacturer, footprint.name)].append(footprint)
    return {key: tuple(found) for key, found in grouped.items()}


def _share(text: str) -> Decimal | None:
    share = Decimal(text) if text else None
    return share if share is not None and 0 <= share <= 1 else None
