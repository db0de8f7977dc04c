"""Reads of returns, losses and disposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from samkop.fleet.models import (
    DestructionCertificate,
    DeviceReturn,
    Disposal,
    DisposedAsset,
    LossReport,
)
from samkop.fleet.queries.newest import newest_below
from samkop.fleet.vocabulary.returns import DeviceReturnState, DisposalKind, DisposalState
from samkop.platform.refusals import not_found


def device_returns_of(owner_id: int) -> QuerySet[DeviceReturn]:
    """The owner's returns with their devices."""
    found = DeviceReturn.objects.filter(owner_id=owner_id)
    return found.select_related("asset__holder", "asset__location", "campaign")


def device_return_page(
    owner_id: int, before: int | None, *, state: str = "", serial_number: str = "",
    since: datetime | None = None,
) -> list[DeviceReturn]:  # fmt: skip
    """A page of the newest, and one more; asked for or handed in ``since``."""
    return newest_below(
        [device_returns_of(owner_id)], before, state=state, asset__serial_number=serial_number,
        asked_at__gte=since,
    )  # fmt: skip


def device_return_of(owner_id: int, return_id: int) -> DeviceReturn:
    """One of them. Raises Refused ``not-found``."""
    found = device_returns_of(owner_id).filter(id=return_id).first()
    if found is None:
        raise not_found()
    return found


def newest_return_of(asset_id: int) -> DeviceReturn | None:
    """The newest return of a device, one's own."""
    return DeviceReturn.objects.filter(asset_id=asset_id).order_by("-id").first()


def certificate_of(owner_id: int, certificate_id: int) -> DestructionCertificate:
    """A certificate with its document. Raises Refused ``not-found``."""
    found = DestructionCertificate.objects.filter(owner_id=owner_id, id=certificate_id).first()
    if found is None:
        raise not_found()
    return found


def losses_of(owner_id: int) -> QuerySet[LossReport]:
    """The owner's reports of losses with their devices."""
    found = LossReport.objects.filter(owner_id=owner_id)
    return found.select_related("asset", "reported_by", "decided_by")


def loss_of(owner_id: int, loss_id: int) -> LossReport:
    """One of them. Raises Refused ``not-found``."""
    found = losses_of(owner_id).filter(id=loss_id).first()
    if found is None:
        raise not_found()
    return found


def disposals_of(owner_id: int) -> QuerySet[Disposal]:
    """The owner's disposals, each with how many devices leave (``leaving``)."""
    return Disposal.objects.filter(owner_id=owner_id).annotate(leaving=Count("devices"))


def disposal_of(owner_id: int, disposal_id: int) -> Disposal:
    """One of them. Raises Refused ``not-found``."""
    found = disposals_of(owner_id).filter(id=disposal_id).first()
    if found is None:
        raise not_found()
    return found


def disposal_of_return(device_return: DeviceReturn) -> Disposal | None:
    """With what a returned device leaves, or has left; one query."""
    leaving = (
        DisposedAsset.objects.filter(device_return=device_return)
        .exclude(disposal__state=DisposalState.CANCELLED)
        .select_related("disposal")
        .first()
    )
    return leaving.disposal if leaving is not None else None


def cleared_and_here(owner_id: int) -> QuerySet[DeviceReturn]:
    """Cleared devices that leave with no disposal yet."""
    leaving = DisposedAsset.objects.filter(owner_id=owner_id).exclude(
        disposal__state=DisposalState.CANCELLED
    )
    return (
        device_returns_of(owner_id)
        .filter(state=DeviceReturnState.CLEARED)
        .exclude(id__in=leaving.values("device_return_id"))
        .order_by("asset__asset_number", "id")
    )


@dataclass(frozen=True)
class SecondLife:
    """What leaving devices brought: income of what was sold, kilograms that were recycled, and
    the CO2e of the making of what somebody uses further.
    """

    income_cents: int
    weight_kg: Decimal
    co2e_kg: Decimal


def second_life_of(owner_id: int) -> SecondLife:
    """Of all disposals that are done; two queries."""
    done = Disposal.objects.filter(owner_id=owner_id, state=DisposalState.DONE)
    sums = done.aggregate(income=Sum("income_cents"), grams=Sum("weight_grams"))
    sold = DisposedAsset.objects.filter(
        owner_id=owner_id, disposal__state=DisposalState.DONE, disposal__kind=DisposalKind.SALE
    ).aggregate(co2e=Sum("asset__model__co2e_kg"))
    return SecondLife(
        sums["income"] or 0, Decimal(sums["grams"] or 0) / 1000, sold["co2e"] or Decimal(0)
    )


def grades_in(rows: Iterable[DisposedAsset]) -> list[str]:
    """The grades of a disposal's devices, the best first."""
    return sorted({row.device_return.grade for row in rows if row.device_return.grade})
