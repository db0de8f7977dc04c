"""Telling people of devices that are asked back, lost, or to pass to their organisation."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.urls import reverse

from samkop.core.period import day_of
from samkop.fleet.models import (
    AssetTransfer,
    DeviceReturn,
    LossReport,
    ReturnCampaign,
    TransferAnswer,
)
from samkop.fleet.vocabulary.returns import DeviceReturnState, LossDecision
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import subject_of

NAMED = 5  # devices of one holder that a message names


def tell_holders_of_return(*, actor: Actor, now: datetime, campaign_id: int) -> int:
    """Tell each person whose devices a campaign asks back; how many people that were."""
    campaign = ReturnCampaign.objects.get(id=campaign_id)
    rows = DeviceReturn.objects.filter(
        campaign=campaign, state=DeviceReturnState.ASKED, asset__holder__person__isnull=False
    ).select_related("asset__holder")
    held: dict[int, list[DeviceReturn]] = defaultdict(list)
    for row in rows.order_by("asset_id"):
        held[row.asset.holder.person_id or 0].append(row)
    for person_id, theirs in held.items():
        shown = [f"{one.asset.model_name} ({one.asset.asset_number})" for one in theirs]
        notify(
            party_id=campaign.owner_id, person_ids=[person_id], kind="return-asked",
            subject=subject_of(campaign),
            facts={
                "devices": ", ".join(shown[:NAMED]) + (" …" if len(shown) > NAMED else ""),
                "due_on": campaign.due_on.isoformat(), "note": campaign.note or campaign.name,
            },
            url=reverse("device", args=[theirs[0].asset_id]),
        )  # fmt: skip
    return len(held)


def tell_of_loss(*, actor: Actor, now: datetime, loss_id: int) -> None:
    """Tell the security officers of a loss that waits for them."""
    found = LossReport.objects.select_related("asset").get(id=loss_id)
    if found.decision != LossDecision.OPEN:
        return
    owner = party_of(found.owner_id)
    officers = ids_with_any_role(
        owner.pk, [RoleName.SECURITY_OFFICER], day_of(now, owner.time_zone)
    )
    notify(
        party_id=owner.pk,
        person_ids=[one for one in officers if one != found.reported_by_id],
        kind="loss-reported",
        subject=subject_of(found),
        facts={"number": found.asset.asset_number, "what": found.what_happened},
        url=reverse("loss", args=[found.pk]),
    )  # fmt: skip


def tell_receiver_of_transfer(*, actor: Actor, now: datetime, transfer_id: int) -> None:
    """Tell the receiver's ICT managers of devices that are to pass to it."""
    found = AssetTransfer.objects.select_related("giver").get(id=transfer_id)
    receiver = party_of(found.receiver_id)
    notify(
        party_id=receiver.pk,
        person_ids=ids_with_any_role(
            receiver.pk, [RoleName.ICT_MANAGER], day_of(now, receiver.time_zone)
        ),
        kind="transfer-decided",
        subject=subject_of(found),
        facts={
            "giver": found.giver.legal_name, "devices": found.assets.count(),
            "passes_on": found.on_date.isoformat(),
        },
        url=reverse("transfer", args=[found.pk]),
    )  # fmt: skip


def tell_giver_of_answer(*, actor: Actor, now: datetime, transfer_id: int) -> None:
    """Tell the giver's ICT managers what the receiver has answered."""
    answer = TransferAnswer.objects.select_related("transfer", "receiver").get(
        transfer_id=transfer_id
    )
    giver = party_of(answer.giver_id)
    notify(
        party_id=giver.pk,
        person_ids=ids_with_any_role(
            giver.pk, [RoleName.ICT_MANAGER], day_of(now, giver.time_zone)
        ),
        kind="transfer-accepted" if answer.accepted else "transfer-declined",
        subject=subject_of(answer.transfer),
        facts={
            "receiver": answer.receiver.legal_name, "name": answer.transfer.name,
            "passes_on": answer.transfer.on_date.isoformat(), "words": answer.words,
        },
        url=reverse("transfer", args=[transfer_id]),
    )  # fmt: skip
