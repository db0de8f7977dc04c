"""Reads of a change of many devices at once."""

from __future__ import annotations

from collections.abc import Sequence

from samkop.fleet.models import Asset
from samkop.fleet.queries.assets import assets_of, with_ids
from samkop.platform.models import JobRun
from samkop.platform.refusals import not_found


def change_run_of(party_id: int, person_id: int, task: str, run_id: int) -> JobRun:
    """A job that this person asked for. Raises Refused ``not-found``."""
    found = JobRun.objects.filter(
        id=run_id, party_id=party_id, person_id=person_id, task=task
    ).first()
    if found is None:
        raise not_found()
    return found


def chosen_assets(owner_id: int, ids: Sequence[int], at_most: int) -> list[Asset]:
    """The first of the owner's devices of these ids, by number."""
    return list(with_ids(assets_of(owner_id), ids).order_by("asset_number", "id")[:at_most])
