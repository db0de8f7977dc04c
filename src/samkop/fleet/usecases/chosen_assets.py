"""The same change for many devices: a job, some hundred at a time.

What is refused of them is told row by row and stops none of the others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.policies import may_handle_assets, may_keep_fleet
from samkop.fleet.queries.chosen_assets import change_run_of
from samkop.fleet.queries.holders import target_of
from samkop.fleet.rules.changes import Change, What
from samkop.fleet.usecases.handing_over import hand_to, kept_from_hands
from samkop.fleet.usecases.keeping import (
    carry_by,
    kept_from_change,
    own_cost_centre,
    renew_at,
)
from samkop.fleet.usecases.moving import locked_assets
from samkop.parties.usecases.jobs import stop_job
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

TASK = "change-devices"
MOST = 10_000
# In one transaction: others wait for no more than these.
AT_ONCE = 250

MAY: Mapping[What, Callable[[Actor, int], bool]] = {
    What.HAND_OVER: may_handle_assets,
    What.COST_CENTRE: may_keep_fleet,
    What.RENEWAL: may_keep_fleet,
}


def start_changes(
    *, actor: Actor, now: datetime, asset_ids: Iterable[int], change: Change
) -> JobRun:
    """Ask for the same change of all of these devices.

    Asked twice for the same of the same ones before it has ended, it is one job. Raises
    Refused: ``not-allowed``, ``none-chosen``, ``too-many-chosen``, ``not-found``, and what
    refuses the change for any device (``holder-unknown``, ``cost-centre-unknown``).
    """
    party_id, person_id = actor.own_party_id, actor.own_person_id
    require(MAY[change.what](actor, party_id))
    chosen = sorted(set(asset_ids))
    if not chosen:
        raise Refused("none-chosen", _("Choose the devices that are meant."), status=422)
    if len(chosen) > MOST:
        raise Refused(
            "too-many-chosen",
            _("At most %(most)s devices are changed at once. Choose fewer, by a filter more."),
            status=422, most=MOST,
        )  # fmt: skip
    if Asset.objects.filter(owner_id=party_id, id__in=chosen).count() != len(chosen):
        raise not_found()
    _require_possible(party_id, change)
    inputs = {"assets": chosen, "change": change.as_json()}
    runs = JobRun.objects.filter(party_id=party_id, person_id=person_id, task=TASK)
    ended = runs.filter(inputs=inputs, ended_at__isnull=False).count()
    digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return start_job(
        actor=actor, now=now, task=TASK, key=f"{person_id}:{digest}:{ended}", inputs=inputs
    )


def stop_changes(*, actor: Actor, now: datetime, run_id: int) -> JobRun:
    """Stop one's own before the next hundreds. Raises Refused ``not-found``."""
    found = change_run_of(actor.own_party_id, actor.own_person_id, TASK, run_id)
    return stop_job(actor=actor, now=now, run_id=found.pk)


def change_chosen(
    *, actor: Actor, now: datetime, asset_ids: Sequence[int], change: Change
) -> dict[str, Any]:
    """Change these devices, all that can be; the others are told with what refuses each.

    Returns ``changed``, and ``rows``: {asset_id, number, code, sentence}. Raises Refused as
    ``start_changes``.
    """
    party_id = actor.own_party_id
    require(MAY[change.what](actor, party_id))
    kept_from = kept_from_hands if change.what is What.HAND_OVER else kept_from_change
    free: list[Asset] = []
    rows: list[dict[str, Any]] = []
    for asset in locked_assets(party_id, asset_ids):
        if (refused := kept_from(asset)) is None:
            free.append(asset)
        else:
            rows.append(
                {
                    "asset_id": asset.pk, "number": asset.asset_number, "code": refused.code,
                    "sentence": str(refused),
                }
            )  # fmt: skip
    _apply(actor, now, free, change)
    return {"changed": len(free), "rows": rows}


def _apply(actor: Actor, now: datetime, assets: Sequence[Asset], change: Change) -> None:
    party_id = actor.own_party_id
    if change.what is What.HAND_OVER:
        hand_to(
            actor, now, assets, _target(party_id, change), location_id=change.location_id,
            note_text=change.note,
        )  # fmt: skip
    elif change.what is What.COST_CENTRE:
        carry_by(assets, own_cost_centre(party_id, change.cost_centre_id or 0))
    elif change.renew_on is not None:
        renew_at(assets, change.renew_on)


def _target(party_id: int, change: Change) -> Any:
    return target_of(
        party_id, change.kind, change.code, name=change.name, location_id=change.location_id
    )


def _require_possible(party_id: int, change: Change) -> None:
    if change.what is What.HAND_OVER:
        _target(party_id, change)
    elif change.what is What.COST_CENTRE:
        own_cost_centre(party_id, change.cost_centre_id or 0)
    elif change.renew_on is None:
        sentence = _("Choose the day on which they are to be renewed.")
        raise Refused("day-missing", sentence, status=422, fields={"renew_on": sentence})
