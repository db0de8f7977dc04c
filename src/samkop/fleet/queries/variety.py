"""Reads of variety: models in use, what lies beyond the range, what could be had instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count

from samkop.agreements.queries import agreements_open_to
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries.items import range_of
from samkop.core.devices.names import model_key
from samkop.fleet.models import Asset, DeviceModel, VarietyAssumption
from samkop.fleet.rules.varying import Offered, Use, offered_among
from samkop.fleet.vocabulary import LIVING, USUAL_COSTS, USUAL_LEAST, USUAL_YEARS
from samkop.parties.queries import party_of

HUNDRED = 100


@dataclass(frozen=True)
class ModelInUse:
    """A model with its devices that have not ended; ``cents`` is what one costs anew, if known."""

    model: DeviceModel
    count: int
    cents: int | None


def kept_assumption(owner_id: int) -> VarietyAssumption | None:
    """What the owner has said, if it has."""
    return VarietyAssumption.objects.filter(owner_id=owner_id).first()


def assumption_of(owner_id: int) -> VarietyAssumption:
    """What the owner assumes; the usual, not saved, where it has said nothing."""
    known = kept_assumption(owner_id)
    if known is not None:
        return known
    currency = party_of(owner_id).currency
    image, spares, knowledge = USUAL_COSTS.get(currency, USUAL_COSTS["EUR"])
    return VarietyAssumption(
        owner_id=owner_id, image_cents=image, spares_cents=spares, knowledge_cents=knowledge,
        currency=currency, years=USUAL_YEARS, least_percent=USUAL_LEAST,
    )  # fmt: skip


def models_in_use(owner_id: int) -> list[ModelInUse]:
    """The owner's models, those with most devices first; two queries."""
    rows = Asset.objects.filter(owner_id=owner_id, state__in=LIVING).order_by()
    counted = {
        model_id: (count, paid)
        for model_id, count, paid in rows.values_list("model_id").annotate(
            Count("id"), Avg("unit_cents")
        )
    }
    found = []
    for model in DeviceModel.objects.filter(owner_id=owner_id, id__in=counted):
        count, paid = counted[model.pk]
        cents = model.renewal_cents or (None if paid is None else int(paid))
        found.append(ModelInUse(model, count, cents))
    return sorted(found, key=lambda one: (-one.count, one.model.name, one.model.pk))


def uses_of(used: list[ModelInUse], category: str, least_percent: int) -> tuple[Use, ...]:
    """The needs of a category as its devices have them: who has a model needs one as good."""
    return tuple(
        Use(one.model.full_name, category, one.count,
            (one.cents or 0) * least_percent // HUNDRED)
        for one in used if one.model.category == category
    )  # fmt: skip


def offered_to(
    owner_id: int, used: list[ModelInUse], category: str, today: date
) -> tuple[Offered, ...]:
    """What can be had of a category: in the shop; where that has nothing, the models in use."""
    agreements = [one.pk for one in agreements_open_to(owner_id, today)]
    items = list(
        CatalogueItem.objects.filter(
            agreement_id__in=agreements, category=category, active=True, shown_price_cents__gt=0
        )
    )
    joint = range_of({item.pk for item in items}, today)
    wanted = {one.model.key: one.count for one in used}
    found = [
        Offered(
            model_key(item.manufacturer, item.model or item.name), item.shown_name,
            item.shown_price_cents, item.pk in joint,
        )
        for item in items
    ]  # fmt: skip
    if not found:
        found = [
            Offered(one.model.key, one.model.name, one.cents, one.model.in_range)
            for one in used if one.model.category == category and one.cents
        ]  # fmt: skip
    return offered_among(found, wanted)
