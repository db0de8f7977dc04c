"""Devices pass to another organisation: decided by the giver, answered by the receiver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import Participation
from samkop.core.texts import visible
from samkop.fleet.models import (
    Asset,
    AssetTransfer,
    DeviceModel,
    DeviceReturn,
    LeasedAsset,
    TransferAnswer,
    TransferredAsset,
    WorkOrderLine,
)
from samkop.fleet.policies import may_keep_fleet_by_itself
from samkop.fleet.policies.transfers import may_answer_transfer, may_decide_transfer
from samkop.fleet.queries.transfers import sites_of, transfer_of
from samkop.fleet.usecases.moving import locked_assets
from samkop.fleet.vocabulary import (
    NAMED_KINDS,
    RENTED,
    AssetState,
    HolderKind,
    WorkLineState,
)
from samkop.fleet.vocabulary.returns import OPEN_RETURNS, DeviceReturnState
from samkop.fleet.vocabulary.transfers import TransferState
from samkop.governance.vocabulary import DecisionKind
from samkop.parties.models import CostCentre, DeliveryLocation, Party
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, create_new, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

# What is still to come, has left, is on its way back or is not found does not pass to another.
STAYS = frozenset(
    {
        AssetState.EXPECTED, AssetState.RETURNED, AssetState.ERASED, AssetState.ENDED,
        AssetState.MISSING,
    }
)  # fmt: skip
# What a model's key tells the receiver of it.
KNOWN_OF_MODEL = (
    "manufacturer", "name", "category", "currency", "support_state", "support_ends", "co2e_kg",
    "renewal_cents", "lifetime_months", "storages",
)  # fmt: skip


def decide_transfer(
    *, actor: Actor, now: datetime, receiver_id: int, name: str, on_date: date, decision: str,
    asset_ids: Sequence[int],
) -> AssetTransfer:  # fmt: skip
    """Decide that devices pass to another organisation on a day, once it accepts.

    Which they are is frozen. Told as ``transfer-decided``. Raises Refused: ``not-found``,
    ``not-allowed``, ``transfer-incomplete``, ``receiver-unfit``, ``transfer-known``,
    ``not-to-be-passed-on``.
    """
    giver_id = actor.own_party_id
    require(may_decide_transfer(actor, giver_id))
    called, register_number = visible(name).strip()[:120], visible(decision).strip()[:80]
    receiver = Party.objects.filter(id=receiver_id, kind__in=BUYER_KINDS).first()
    if receiver is None or receiver.pk == giver_id:
        sentence = _("Choose an organisation that can have devices, other than your own.")
        raise Refused("receiver-unfit", sentence, status=422, fields={"receiver": sentence})
    if not called or not register_number or not asset_ids:
        raise Refused(
            "transfer-incomplete",
            _("A transfer has a name, the register number of the decision, and devices."),
            status=422,
        )
    if AssetTransfer.objects.filter(giver_id=giver_id, name=called).exists():
        sentence = _("There is a transfer of this name already. Choose another.")
        raise Refused("transfer-known", sentence, status=422, fields={"name": sentence})
    assets = locked_assets(giver_id, asset_ids)
    _require_passable(assets)
    models = DeviceModel.objects.in_bulk({asset.model_id for asset in assets})
    made = create(
        AssetTransfer(
            giver_id=giver_id, receiver=receiver, name=called, on_date=on_date,
            decision=register_number, decided_at=now, decided_by_id=actor.own_person_id,
            known_models={model.key: _known_of(model) for model in models.values()},
        )
    )  # fmt: skip
    create_all(_listed(made, assets, models), under=made)
    tell("transfer-decided", transfer_id=made.pk, giver_id=giver_id, receiver_id=receiver.pk)
    return made


def answer_transfer(
    *, actor: Actor, now: datetime, transfer_id: int, accepted: bool, words: str = "",
    location_id: int | None = None, sites: Mapping[int, int] | None = None,
    cost_centre_id: int | None = None,
) -> TransferAnswer:  # fmt: skip
    """Say for the receiver whether it takes the devices over, and where each site's go.

    Of what is leased ``cost_centre_id`` pays the rents. Raises Refused: ``not-found``,
    ``not-allowed``, ``transfer-over``, ``transfer-answered``, ``site-missing``,
    ``cost-centre-missing``, ``agreement-not-joined``.
    """
    found = transfer_of(transfer_id)
    require(may_answer_transfer(actor, found))
    if found.state != TransferState.DECIDED:
        raise _over()
    places = {str(site): place for site, place in (sites or {}).items() if place}
    if accepted:
        _require_own_sites(found, location_id, places)
        _require_payer(found, cost_centre_id)
    made = TransferAnswer(
        transfer=found, giver_id=found.giver_id, receiver_id=found.receiver_id, accepted=accepted,
        words=visible(words).strip()[:500], location_id=location_id if accepted else None,
        sites=places if accepted else {},
        cost_centre_id=cost_centre_id if accepted else None, answered_at=now,
        answered_by_id=actor.own_person_id,
    )  # fmt: skip
    if not create_new(made):
        raise Refused("transfer-answered", _("This is answered already. Load the page again."))
    tell(
        "transfer-answered", transfer_id=found.pk, giver_id=found.giver_id,
        receiver_id=found.receiver_id, accepted=accepted,
    )  # fmt: skip
    return made


def cancel_transfer(*, actor: Actor, now: datetime, transfer_id: int) -> AssetTransfer:
    """Keep the devices after all, until they have passed on.

    Raises Refused: ``not-found``, ``not-allowed``, ``transfer-over``.
    """
    found = _locked_transfer(actor.own_party_id, transfer_id)
    require(may_decide_transfer(actor, found.giver_id))
    if found.state != TransferState.DECIDED or found.passed.exists():
        raise _over()
    return change(found, state=TransferState.CANCELLED, ended_at=now)


def close_transfer(*, actor: Actor, now: datetime, transfer_id: int) -> AssetTransfer:
    """A job of the giver's: its devices are the receiver's; what stayed here is counted."""
    found = _locked_transfer(actor.own_party_id, transfer_id)
    require(may_keep_fleet_by_itself(actor, found.giver_id))
    if found.state == TransferState.DECIDED:
        change(found, state=TransferState.DONE, ended_at=now)
        passed = found.passed.count()
        note(devices=passed, stayed=found.assets.count() - passed)
    return found


def _locked_transfer(giver_id: int, transfer_id: int) -> AssetTransfer:
    found = (
        AssetTransfer.objects.select_for_update()
        .filter(giver_id=giver_id, id=transfer_id).first()
    )  # fmt: skip
    if found is None:
        raise not_found()
    return found


def _over() -> Refused:
    return Refused("transfer-over", _("This transfer is over. Load the page again."))


def _require_passable(assets: Sequence[Asset]) -> None:
    returning = set(
        DeviceReturn.objects.filter(
            asset_id__in=[asset.pk for asset in assets],
            state__in=sorted(OPEN_RETURNS - {DeviceReturnState.ASKED}),
        ).values_list("asset_id", flat=True)
    )
    working = set(
        WorkOrderLine.objects.filter(
            asset_id__in=[asset.pk for asset in assets], state=WorkLineState.OPEN
        )
        .exclude(state_before="")
        .values_list("asset_id", flat=True)
    )
    not_running = set(
        LeasedAsset.objects.filter(asset__in=assets, stopped_on=None)
        .exclude(lease__state__in=RENTED)
        .values_list("asset_id", flat=True)
    )
    bound = returning | working | not_running
    for asset in assets:
        if asset.state in STAYS or asset.pk in bound:
            raise Refused(
                "not-to-be-passed-on",
                _("Device %(number)s is %(state)s, on its way, or in a lease without a schedule,"
                  " and stays here. Leave it out, or finish that first."),
                number=asset.asset_number, state=AssetState(asset.state).label,
            )  # fmt: skip


def _require_own_sites(
    found: AssetTransfer, location_id: int | None, places: Mapping[str, int]
) -> None:
    wanted = {location_id, *places.values()} - {None}
    own = DeliveryLocation.objects.filter(party_id=found.receiver_id, id__in=wanted)
    theirs = {str(site) for site in sites_of(found.pk)}
    if location_id is None or own.count() < len(wanted) or not places.keys() <= theirs:
        sentence = _("Choose one of your own sites for the devices.")
        raise Refused("site-missing", sentence, status=422, fields={"location": sentence})


def _require_payer(found: AssetTransfer, cost_centre_id: int | None) -> None:
    """Who takes over what is leased pays its rents, on agreements that it has joined."""
    agreements = set(
        found.assets.exclude(agreement=None).values_list("agreement_id", flat=True)
    )  # fmt: skip
    own = CostCentre.objects.filter(party_id=found.receiver_id, id=cost_centre_id or 0)
    if (agreements or cost_centre_id is not None) and not own.exists():
        sentence = _(
            "Some of the devices are leased: choose the cost centre that pays their rents."
        )
        raise Refused("cost-centre-missing", sentence, status=422, fields={"cost_centre": sentence})
    joined = Participation.objects.filter(
        buyer_id=found.receiver_id, agreement__in=agreements,
        decision__kind__in=(DecisionKind.JOIN, DecisionKind.LEAVE),
    )  # fmt: skip
    if joined.count() < len(agreements):
        raise Refused("agreement-not-joined", _(
            "Some of the devices are leased by an agreement that your organisation has not joined."
            " Join it first, or ask the other organisation to leave them out."
        ))  # fmt: skip


def _known_of(model: DeviceModel) -> dict[str, str | int | None]:
    return {
        name: value if isinstance(value, int) or value is None else str(value)
        for name in KNOWN_OF_MODEL
        for value in [getattr(model, name)]
    }


def _listed(
    made: AssetTransfer, assets: Sequence[Asset], models: Mapping[int, DeviceModel]
) -> list[TransferredAsset]:
    rows = Asset.objects.select_related("holder", "location").in_bulk([one.pk for one in assets])
    leased = {
        one.asset_id: {
            "agreement_id": one.lease.agreement_id, "financier_id": one.financier_id,
            "monthly_cents": one.monthly_cents, "lease_currency": one.lease.currency,
        }
        for one in LeasedAsset.objects.filter(asset__in=rows, stopped_on=None).select_related(
            "lease"
        )
    }  # fmt: skip
    listed = []
    for asset in rows.values():
        holder, site = asset.holder, asset.location
        named = holder.kind in NAMED_KINDS or holder.kind == HolderKind.SUPPLIER
        listed.append(
            TransferredAsset(
                transfer=made, giver_id=made.giver_id, receiver_id=made.receiver_id,
                asset_id=asset.pk, asset_number=asset.asset_number,
                serial_number=asset.serial_number, model_key=models[asset.model_id].key,
                model_name=asset.model_name, category=asset.category, state=asset.state,
                holder_kind=holder.kind, holder_code=holder.code if named else "",
                holder_name=holder.name if named else "", person_id=holder.person_id,
                location_id=site.pk if site else None, location_name=site.name if site else "",
                **leased.get(asset.pk, {}),
            )
        )  # fmt: skip
    return listed
