"""Reads of transfers: what is given and what comes, and which are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from samkop.fleet.models import (
    AssetTransfer,
    PassedAsset,
    TransferAnswer,
    TransferredAsset,
)
from samkop.fleet.vocabulary.transfers import TransferState
from samkop.platform.refusals import not_found


def transfers_of(party_id: int) -> list[QuerySet[AssetTransfer]]:
    """What the party gives, and what it is given."""
    found = AssetTransfer.objects.select_related("giver", "receiver", "answer")
    return [found.filter(giver_id=party_id), found.filter(receiver_id=party_id)]


def transfer_of(transfer_id: int) -> AssetTransfer:
    """A transfer of one's own with its answer. Raises Refused ``not-found``."""
    found = (
        AssetTransfer.objects.select_related("giver", "receiver", "answer")
        .filter(id=transfer_id).first()
    )  # fmt: skip
    if found is None:
        raise not_found()
    return found


def transfer_away(giver_id: int, asset_id: int) -> int | None:
    """The id of the newest transfer by which a device went to another; None: by none."""
    passed = PassedAsset.objects.filter(giver_id=giver_id, asset_id=asset_id)
    return passed.order_by("-id").values_list("transfer_id", flat=True).first()


def sites_of(transfer_id: int) -> dict[int, str]:
    """The giver's sites from which devices come, by id; one query."""
    rows = TransferredAsset.objects.filter(transfer_id=transfer_id, location__isnull=False)
    return dict(
        rows.order_by("location_name").values_list("location_id", "location_name").distinct()
    )


@dataclass(frozen=True)
class LeasedAlong:
    """Of the devices of a transfer those of one financier: how many, and their rent a month."""

    financier: str
    currency: str
    devices: int
    monthly_cents: int


def leased_along(transfer_id: int) -> list[LeasedAlong]:
    """What is leased of a transfer's devices, by financier and currency; one query."""
    rows = TransferredAsset.objects.filter(transfer_id=transfer_id, financier__isnull=False)
    return [
        LeasedAlong(*row)
        for row in rows.values_list("financier__legal_name", "lease_currency")
        .annotate(Count("id"), Sum("monthly_cents"))
        .order_by("financier__legal_name", "lease_currency")
    ]  # fmt: skip


def tasks_along(transfer_id: int) -> dict[str, int]:
    """What is to be done with a decided transfer's devices: by kind how many devices, where any.

    ``work``, ``case``, ``loan``, ``return``, ``recall``; and ``stays``, what would not pass on now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, devices FROM fleet_transfer_tasks(%s)", [transfer_id])
        return {kind: devices for kind, devices in cursor.fetchall() if devices}


def due_transfers(receiver_id: int, today: date) -> list[int]:
    """Ids of accepted transfers whose day has come and whose devices have not."""
    return list(
        TransferAnswer.objects.filter(
            receiver_id=receiver_id, accepted=True, carried_out_at__isnull=True,
            transfer__on_date__lte=today, transfer__state=TransferState.DECIDED,
        ).order_by("id").values_list("transfer_id", flat=True)
    )  # fmt: skip
