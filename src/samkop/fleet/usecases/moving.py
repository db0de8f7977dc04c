"""The one way in which a device gets another holder or another state.

Whatever happens to devices (goods come, somebody hands over, a carrier collects, a return
goes) says so by moves, as many as there are, in two writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset, Custody
from samkop.fleet.rules.holding import Target
from samkop.fleet.usecases.holders import holders_for
from samkop.fleet.usecases.open_returns import follow_returns
from samkop.fleet.vocabulary import TRANSITIONS, AssetState, CustodyReason, EndReason
from samkop.platform.actors import Actor
from samkop.platform.records import change_each, create_under
from samkop.platform.refusals import Refused, not_found


@dataclass(frozen=True)
class Move:
    """What becomes of one device: a new holder, a new state, or both.

    ``to`` None: it stays with whom it is. ``state`` None: it stays as it is. ``location_id``
    is written where ``relocated``. ``source`` names what it happens by
    (``platform.records.subject_of``).
    """

    asset: Asset
    reason: CustodyReason
    to: Target | None = None
    state: AssetState | None = None
    location_id: int | None = None
    relocated: bool = False
    source: str = ""
    note: str = ""
    ended: tuple[date, EndReason] | None = None
    fields: dict[str, Any] = field(default_factory=dict)


def locked_assets(owner_id: int, ids: Iterable[int]) -> list[Asset]:
    """The devices, by id, each locked until the end. Raises Refused ``not-found``."""
    wanted = set(ids)
    found = list(
        Asset.objects.select_for_update(of=("self",))
        .filter(owner_id=owner_id, id__in=wanted)
        .order_by("id")
    )
    if len(found) < len(wanted):
        raise not_found()
    return found


def move_assets(actor: Actor, now: datetime, moves: Sequence[Move]) -> None:
    """Move devices of one owner, each locked before: new holders, states, custody.

    Each device once. Raises Refused ``state-not-allowed`` for the first that cannot go from
    its state to the wanted one; nothing is written then.
    """
    if not moves:
        return
    for move in moves:
        _require_allowed(move)
    owner_id = moves[0].asset.owner_id
    before = [(move.asset, move.asset.state) for move in moves]
    holders = holders_for(owner_id, [move.to for move in moves if move.to is not None])
    steps: list[tuple[Asset, list[Custody]]] = []
    changes: list[tuple[Asset, dict[str, Any]]] = []
    for move in moves:
        fields = _changed(move, now)
        holder = holders[move.to.key] if move.to is not None else None
        if holder is not None and holder.pk != move.asset.holder_id:
            step = _step(move, holder.pk, actor, now)
            steps.append((move.asset, [step]))
            fields |= {
                "holder_id": holder.pk, "held_since": step.since, "custody_step": step.step,
            }  # fmt: skip
        changes.append((move.asset, fields))
    # One statement writes the same columns of all; a device that stays as it is says so again.
    names = sorted({name for _asset, fields in changes for name in fields})
    change_each(
        (asset, {name: fields.get(name, getattr(asset, name)) for name in names})
        for asset, fields in changes
    )
    create_under(steps)
    follow_returns(before, now)


def _require_allowed(move: Move) -> None:
    asset = move.asset
    if move.state is None or move.state == asset.state:
        return
    if move.state not in TRANSITIONS[AssetState(asset.state)]:
        raise Refused(
            "state-not-allowed",
            _("Device %(number)s is %(state)s: it cannot become %(wanted)s from there. Open it to"
              " see what can be done with it now."),
            number=asset.asset_number, state=AssetState(asset.state).label,
            wanted=move.state.label, asset_id=asset.pk,
        )  # fmt: skip


def _changed(move: Move, now: datetime) -> dict[str, Any]:
    fields = dict(move.fields)
    if move.state is not None and move.state != move.asset.state:
        fields |= {"state": move.state, "state_since": now}
    if move.relocated:
        fields["location_id"] = move.location_id
    if move.ended is not None:
        fields |= {"ended_on": move.ended[0], "end_reason": move.ended[1]}
    return fields


def _step(move: Move, holder_id: int, actor: Actor, now: datetime) -> Custody:
    asset = move.asset
    # Two who act at once are put in their order by the lock, not by their clocks.
    since = max(now, asset.held_since)
    return Custody(
        asset=asset, owner_id=asset.owner_id, holder_id=holder_id, step=asset.custody_step + 1,
        since=since, previous_step=asset.custody_step, previous_since=asset.held_since,
        reason=move.reason, source=move.source[:80], note=move.note[:500],
        person_id=actor.person_id,
    )  # fmt: skip
