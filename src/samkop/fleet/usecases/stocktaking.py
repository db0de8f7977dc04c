"""Audit rounds: begun at a site, scanned by one or several, finished with decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import (
    Asset,
    Holder,
    Stocktaking,
    StocktakingMissing,
    StocktakingScan,
)
from samkop.fleet.policies import may_handle_assets
from samkop.fleet.queries.stocktaking import (
    code_on,
    devices_of_code,
    looked_for,
    not_scanned,
    stocktaking_of,
)
from samkop.fleet.rules.holding import Target, named_target, site_target
from samkop.fleet.usecases.moving import Move, locked_assets, move_assets
from samkop.fleet.vocabulary import NAMED_KINDS, AssetState, CustodyReason, HolderKind
from samkop.fleet.vocabulary.stocktaking import LOOKED_FOR, ScanOutcome, StocktakingState
from samkop.parties.models import DeliveryLocation
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, create_all, create_new, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

# What was away and is here again is in stock.
AWAY = frozenset({AssetState.MISSING, AssetState.IN_TRANSIT})


def open_stocktaking(
    *, actor: Actor, now: datetime, location_id: int, holder_id: int | None = None
) -> Stocktaking:
    """Begin a round at a site, or of one class, cart or room; one that is open there goes on.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    owner_id = actor.own_party_id
    require(may_handle_assets(actor, owner_id))
    if not DeliveryLocation.objects.filter(party_id=owner_id, id=location_id).exists():
        raise not_found()
    if (
        holder_id is not None
        and not Holder.objects.filter(
            owner_id=owner_id, id=holder_id, kind__in=sorted(NAMED_KINDS)
        ).exists()
    ):
        raise not_found()
    there = Stocktaking.objects.filter(
        owner_id=owner_id, location_id=location_id, state=StocktakingState.OPEN
    )
    known = (
        there.filter(holder__isnull=True)
        if holder_id is None
        else there.filter(holder_id=holder_id)
    ).first()
    return known or create(
        Stocktaking(
            owner_id=owner_id, location_id=location_id, holder_id=holder_id, opened_at=now,
            opened_by_id=actor.own_person_id,
        )
    )  # fmt: skip


def scan_in_stocktaking(
    *, actor: Actor, now: datetime, stocktaking_id: int, label: str
) -> StocktakingScan:
    """Write down that a label was read here. Scanned again, by whomever, it stays as it was.

    ``label`` is what a scanner or a camera sends: a label's address, a serial number, a GS1
    code. Raises Refused: ``not-found``, ``not-allowed``, ``round-over``, ``label-empty``,
    ``serial-ambiguous``.
    """
    found = _open_round(actor, stocktaking_id)
    code = code_on(label)
    if not code:
        sentence = _("Scan a label, or type the number on it.")
        raise Refused("label-empty", sentence, status=422, fields={"label": sentence})
    asset = _device_of(found, code)
    made = StocktakingScan(
        stocktaking=found, owner_id=found.owner_id, asset=asset,
        code=asset.asset_number if asset else code, outcome=_outcome(found, asset), at=now,
        person_id=actor.own_person_id,
    )  # fmt: skip
    if create_new(made):
        return made
    return StocktakingScan.objects.get(stocktaking=found, code=made.code)


def cancel_stocktaking(*, actor: Actor, now: datetime, stocktaking_id: int) -> Stocktaking:
    """End a round without consequences. Raises Refused: ``not-found``, ``round-over``."""
    found = _locked_round(actor, stocktaking_id)
    return change(found, state=StocktakingState.CANCELLED, ended_at=now)


def finish_stocktaking(
    *, actor: Actor, now: datetime, stocktaking_id: int, moved_ids: Iterable[int] = (),
    missing_ids: Iterable[int] = (),
) -> Stocktaking:  # fmt: skip
    """End a round: what was scanned and is decided moves here, what is decided is missing.

    ``moved_ids`` of what was scanned and expected elsewhere, ``missing_ids`` of what was
    expected and not scanned; all that was not scanned is listed for good. Raises Refused:
    ``not-found``, ``not-allowed``, ``round-over``, ``not-of-this-round``,
    ``state-not-allowed``.
    """
    found = _locked_round(actor, stocktaking_id)
    moving, missing = set(moved_ids), set(missing_ids)
    absent = list(not_scanned(found))
    scanned = set(
        found.scans.filter(
            outcome__in=[ScanOutcome.ELSEWHERE, ScanOutcome.FOUND]
        ).values_list("asset_id", flat=True)
    )  # fmt: skip
    if not moving <= scanned or not missing <= {asset.pk for asset in absent}:
        raise Refused(
            "not-of-this-round",
            _("Somebody has scanned or moved a device meanwhile. Load the page and decide again."),
        )
    assets = {one.pk: one for one in locked_assets(found.owner_id, moving | missing)}
    move_assets(
        actor, now,
        [_move_here(found, assets[pk]) for pk in sorted(moving)]
        + [
            Move(assets[pk], CustodyReason.MISSED, state=AssetState.MISSING,
                 source=subject_of(found))
            for pk in sorted(missing)
        ],
    )  # fmt: skip
    create_all(
        (
            StocktakingMissing(
                stocktaking=found, owner_id=found.owner_id, asset=asset,
                asset_number=asset.asset_number, is_reported=asset.pk in missing,
            )
            for asset in absent
        ),
        under=found,
    )  # fmt: skip
    return change(
        found, state=StocktakingState.FINISHED, ended_at=now, missing=len(missing),
        moved=len(moving),
    )  # fmt: skip


def _open_round(actor: Actor, stocktaking_id: int) -> Stocktaking:
    found = stocktaking_of(actor.own_party_id, stocktaking_id)
    require(may_handle_assets(actor, found.owner_id))
    if found.state != StocktakingState.OPEN:
        raise Refused("round-over", _("This round is over. Begin a new one."))
    return found


def _locked_round(actor: Actor, stocktaking_id: int) -> Stocktaking:
    """Locked, so that its scans wait for it."""
    _open_round(actor, stocktaking_id)
    Stocktaking.objects.select_for_update().get(id=stocktaking_id)
    return _open_round(actor, stocktaking_id)


def _device_of(found: Stocktaking, code: str) -> Asset | None:
    """The device that is meant: where a serial number is on several, the one expected here."""
    several = devices_of_code(found.owner_id, code)
    if len(several) > 1:
        here = looked_for(found).filter(id__in=[one.pk for one in several])
        several = list(here) or several
    if len(several) > 1:
        raise Refused(
            "serial-ambiguous",
            _("Several devices have number %(number)s. Scan your organisation's own label."),
            number=code,
        )  # fmt: skip
    return several[0] if several else None


def _outcome(found: Stocktaking, asset: Asset | None) -> ScanOutcome:
    if asset is None:
        return ScanOutcome.UNKNOWN
    if asset.state in AWAY or asset.state not in LOOKED_FOR:
        return ScanOutcome.FOUND
    here = asset.location_id == found.location_id
    in_room = found.holder_id is None or asset.holder_id == found.holder_id
    return ScanOutcome.HERE if here and in_room else ScanOutcome.ELSEWHERE


def _move_here(found: Stocktaking, asset: Asset) -> Move:
    state = AssetState.RECEIVED if asset.state in AWAY else None
    reason = CustodyReason.FOUND if asset.state == AssetState.MISSING else CustodyReason.MOVED
    return Move(
        asset, reason, to=_target_here(found, asset), state=state,
        location_id=found.location_id, relocated=True, source=subject_of(found),
    )  # fmt: skip


def _target_here(found: Stocktaking, asset: Asset) -> Target | None:
    """The round's class, cart or room; else the site, unless a person has it."""
    if found.holder is not None:
        holder = found.holder
        return named_target(
            HolderKind(holder.kind), holder.code, holder.name, holder.location_id
        )  # fmt: skip
    if asset.state not in AWAY and asset.holder.kind == HolderKind.PERSON:
        return None
    return site_target(found.location_id, found.location.name)
