"""Reads of configurations: what is offered today, with its prices, and what travels along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from samkop.agreements.rules import PriceOrigin
from samkop.catalogue.models import (
    Configuration,
    ConfigurationPart,
    ConfigurationVersion,
    EnrolmentIdentifier,
)
from samkop.catalogue.queries.items import prices_of_items
from samkop.catalogue.rules.subscriptions import (
    SubscriptionChoice,
    device_properties,
    programmes_for,
    subscription_properties,
)
from samkop.catalogue.vocabulary import PartKind
from samkop.parties.queries import valid_on
from samkop.platform.refusals import not_found

# UN/ECE Recommendation 20: a price per month.
MONTH = "MON"


@dataclass(frozen=True)
class PricedPart:
    """A part with today's price of one; None where it cannot be ordered today."""

    part: ConfigurationPart
    origin: PriceOrigin | None

    @property
    def monthly(self) -> bool:
        """Whether it is paid by the month; the quantity is then months."""
        return self.part.item.unit_code == MONTH

    @property
    def net_cents(self) -> int | None:
        """What one month, or all of it, costs, without VAT."""
        if self.origin is None:
            return None
        return self.origin.net_cents * (1 if self.monthly else self.part.quantity)


@dataclass(frozen=True)
class Offered:
    """A version of a configuration with its parts' prices."""

    version: ConfigurationVersion
    parts: tuple[PricedPart, ...]

    @property
    def device(self) -> ConfigurationPart:
        """The part that is the device."""
        return next(one.part for one in self.parts if one.part.kind == PartKind.DEVICE)

    @property
    def subscription(self) -> ConfigurationPart | None:
        """The part that is a subscription, if there is one."""
        parts = (one.part for one in self.parts)
        return next((part for part in parts if part.kind == PartKind.SUBSCRIPTION), None)

    @property
    def once_cents(self) -> int | None:
        """What is paid once; None while any part of it has no price."""
        return _sum(one.net_cents for one in self.parts if not one.monthly)

    @property
    def monthly_cents(self) -> int | None:
        """What is paid each month; 0 where nothing is; None while a part has no price."""
        return _sum(one.net_cents for one in self.parts if one.monthly)

    @property
    def net_cents(self) -> int | None:
        """All that one of it comes to, every month of a subscription; None unless complete."""
        if not self.complete:
            return None
        return sum(one.origin.net_cents * one.part.quantity for one in self.parts if one.origin)

    @property
    def complete(self) -> bool:
        """Whether every part can be ordered today."""
        return all(one.origin is not None and one.part.item.active for one in self.parts)


def configurations_of(owner_id: int) -> QuerySet[Configuration]:
    """The configurations that a party owns, by code."""
    return Configuration.objects.filter(owner_id=owner_id).order_by("code", "id")


def configurations_seen() -> list[Configuration]:
    """Every configuration that the actor may see, its own and the joint ones."""
    return list(Configuration.objects.order_by("code", "id"))


def configuration_of(configuration_id: int) -> Configuration:
    """A configuration with its owner. Raises Refused ``not-found``."""
    found = Configuration.objects.select_related("owner").filter(pk=configuration_id).first()
    if found is None:
        raise not_found()
    return found


def versions_of(configuration_id: int) -> QuerySet[ConfigurationVersion]:
    """All versions of a configuration, the newest first."""
    return ConfigurationVersion.objects.filter(configuration_id=configuration_id).order_by(
        "-number"
    )


def offered_configurations(
    party_id: int, agreement_ids: Sequence[int], today: date
) -> list[Offered]:
    """What is offered to a party today: its own, and the joint ones whose parts all lie on
    agreements from which it may order. Five queries and three for each agreement.
    """
    versions = _versions(today).filter(
        Q(owner_id=party_id) | Q(parts__agreement_id__in=list(agreement_ids))
    )
    open_here = set(agreement_ids)
    found = list(versions.distinct().order_by("configuration__code", "configuration_id"))
    return _priced(
        [v for v in found if all(part.agreement_id in open_here for part in v.parts.all())], today
    )


def offered_version(configuration_id: int, today: date) -> Offered | None:
    """The version of a configuration that holds today, with prices."""
    found = _versions(today).filter(configuration_id=configuration_id).first()
    return _priced([found], today)[0] if found else None


def offered_by_configuration(configuration_ids: Iterable[int], today: date) -> dict[int, Offered]:
    """The versions that hold today, with prices, by the configuration's id."""
    rows = _versions(today).filter(configuration_id__in=list(configuration_ids))
    return {found.version.configuration_id: found for found in _priced(list(rows), today)}


def enrolment_of(party_id: int) -> dict[str, str]:
    """A municipality's identifiers by programme."""
    rows = EnrolmentIdentifier.objects.filter(party_id=party_id).order_by("programme")
    return dict(rows.values_list("programme", "value"))


def properties_of(
    offered: Offered,
    part: ConfigurationPart,
    choice: SubscriptionChoice,
    identifiers: dict[str, str],
) -> dict[str, str]:
    """What travels with the order line of a part."""
    version = offered.version
    if part.kind == PartKind.SUBSCRIPTION:
        return subscription_properties(choice)
    if part.kind != PartKind.DEVICE:
        return {}
    return device_properties(
        code=version.configuration.code, number=version.number, image=version.image,
        mdm_profile=version.mdm_profile, identifiers=identifiers,
        programmes=programmes_for(part.item.category, part.item.manufacturer),
    )  # fmt: skip


def _versions(today: date) -> QuerySet[ConfigurationVersion]:
    return _with_parts(ConfigurationVersion.objects.filter(valid_on(today)))


def _with_parts(versions: QuerySet[ConfigurationVersion]) -> QuerySet[ConfigurationVersion]:
    parts = ConfigurationPart.objects.select_related("item", "agreement", "item__supplier")
    return versions.select_related("configuration__owner").prefetch_related(
        Prefetch("parts", parts.order_by("position"))
    )


def _priced(versions: Sequence[ConfigurationVersion], today: date) -> list[Offered]:
    items = {part.item_id: part.item for version in versions for part in version.parts.all()}
    prices = prices_of_items(items.values(), today)
    return [
        Offered(
            version,
            tuple(PricedPart(part, prices.get(part.item_id)) for part in version.parts.all()),
        )
        for version in versions
    ]


def _sum(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
