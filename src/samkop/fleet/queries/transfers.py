"""Reads of transfers: what is given and what comes, and which are due."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from samkop.fleet.models import AssetTransfer, TransferAnswer, TransferredAsset
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


def sites_of(transfer_id: int) -> dict[int, str]:
    """The giver's sites from which devices come, by id; one query."""
    rows = TransferredAsset.objects.filter(transfer_id=transfer_id, location__isnull=False)
    return dict(
        rows.order_by("location_name").values_list("location_id", "location_name").distinct()
    )


def due_transfers(receiver_id: int, today: date) -> list[int]:
    """Ids of accepted transfers whose day has come and whose devices have not."""
    return list(
        TransferAnswer.objects.filter(
            receiver_id=receiver_id, accepted=True, carried_out_at__isnull=True,
            transfer__on_date__lte=today, transfer__state=TransferState.DECIDED,
        ).order_by("id").values_list("transfer_id", flat=True)
    )  # fmt: skip
