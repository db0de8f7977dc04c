"""An organisation's models, written down when it first has a device of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samkop.catalogue.models import CatalogueItem
from samkop.core.devices import device_support, footprint_of
from samkop.core.devices.names import model_key
from samkop.fleet.models import DeviceModel
from samkop.fleet.queries.support import releases_by_key
from samkop.fleet.rules.registering import LONGEST_KEY
from samkop.fleet.vocabulary import STORAGES
from samkop.platform.records import create_new


@dataclass(frozen=True)
class ModelFacts:
    """What is known of a model when its first device comes."""

    manufacturer: str
    name: str
    category: str
    currency: str
    support_state: str
    support_ends: date | None
    co2e_kg: Decimal | None
    renewal_cents: int | None = None
    in_range: bool = False

    @property
    def key(self) -> str:
        """One for all the ways in which the model is written."""
        return model_key(self.manufacturer, self.name)[:LONGEST_KEY]


def facts_of_item(item: CatalogueItem, *, in_range: bool = False) -> ModelFacts:
    """What the shop knows of a model."""
    return ModelFacts(
        manufacturer=item.manufacturer, name=item.model or item.name, category=item.category,
        currency=item.currency, support_state=item.support_state, support_ends=item.support_ends,
        co2e_kg=item.co2e_kg, renewal_cents=item.shown_price_cents or item.list_price_cents,
        in_range=in_range,
    )  # fmt: skip


def facts_of_name(manufacturer: str, name: str, category: str, currency: str) -> ModelFacts:
    """What is publicly known of a model that a register names."""
    support, footprint = device_support(manufacturer, name), footprint_of(manufacturer, name)
    return ModelFacts(
        manufacturer=manufacturer, name=name, category=category, currency=currency,
        support_state=support.state, support_ends=support.ends,
        co2e_kg=footprint.total_kg if footprint else None,
    )  # fmt: skip


def models_for(owner_id: int, facts: Iterable[ModelFacts]) -> dict[str, DeviceModel]:
    """The owner's models by key; those that are new are made from what is known of them."""
    wanted = {one.key: one for one in facts}
    found = _known(owner_id, wanted)
    new = sorted(wanted.keys() - found.keys())
    read = releases_by_key(owner_id, new) if new else {}
    for key in new:
        one, stated = wanted[key], read.get(key, wanted[key])
        create_new(
            DeviceModel(
                owner_id=owner_id, key=key, manufacturer=one.manufacturer[:120],
                name=one.name[:200], category=one.category, support_state=stated.support_state,
                support_ends=stated.support_ends, co2e_kg=one.co2e_kg, currency=one.currency,
                renewal_cents=one.renewal_cents, storages=STORAGES.get(one.category, 0),
                in_range=one.in_range,
            )
        )  # fmt: skip
    return found if wanted.keys() <= found.keys() else _known(owner_id, wanted)


def _known(owner_id: int, keys: Iterable[str]) -> dict[str, DeviceModel]:
    rows = DeviceModel.objects.filter(owner_id=owner_id, key__in=set(keys))
    return {row.key: row for row in rows}
