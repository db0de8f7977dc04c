"""The job that computes what buying together was worth in a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samkop.followup.models import BenefitAssumption
from samkop.followup.queries.benefit import (
    Assumptions,
    assumptions_of,
    members_in,
    parts_of,
    purchases_of,
    way_of,
)
from samkop.followup.queries.procedures import events_of
from samkop.followup.rules.benefit import Left, left_by
from samkop.followup.usecases.benefit import Ground, Member, keep_benefit
from samkop.platform.actors import Actor
from samkop.platform.jobs import Progress
from samkop.platform.models import JobRun
from samkop.platform.unit_of_work import perform, reading


def work_out_benefit(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: read what was bought and what is assumed, ask for each member what if it left, keep it.

    Each question is a reading of its own; a stop ends it with nothing kept.
    """
    asked = run.inputs
    progress(0)
    ground = ground_of(actor, asked, progress)
    # A job that is run twice may find new orders the second time: then it keeps these, too.
    made = perform(
        actor, keep_benefit, key=f"run:{run.pk}:{ground.sha256()}", region_id=asked["region_id"],
        year=asked["year"], currency=asked["currency"], regional=asked["regional"], ground=ground,
    )  # fmt: skip
    return {"benefit_id": made.pk, "purchases": len(ground.purchases)}


def ground_of(actor: Actor, asked: Mapping[str, Any], progress: Progress) -> Ground:
    """All that the computation starts from, for the region or for the actor's party alone."""
    region_id, year, currency = asked["region_id"], asked["year"], asked["currency"]
    with reading(actor):
        purchases = purchases_of(region_id, year, currency)
        assumed = assumptions_of(region_id, year, currency)
        members = [
            Member(one.party_id, one.party.name, one.population, _kept(assumed, one.party_id))
            for one in members_in(region_id, year)
            if asked["regional"] or one.party_id == actor.party_id
        ]
        agreements = sorted({one.agreement_id for one in purchases})
        parts = parts_of(agreements, [one.party_id for one in members], year, events_of(agreements))
        way = way_of(region_id, year, None if asked["regional"] else actor.party_id)
    left: list[Left] = []
    leavers: list[int] = []
    if asked["regional"]:
        buyers = {one.buyer_id for one in purchases}
        leavers = [one.party_id for one in members if one.party_id in buyers]
        for number, leaver_id in enumerate(leavers):
            progress(number, len(leavers))
            with reading(actor):
                left += left_by(leaver_id, purchases_of(region_id, year, currency, leaver_id))
        progress(len(leavers), len(leavers))
    return Ground(members, purchases, parts, left, way, leavers)


def _kept(assumed: Assumptions, party_id: int) -> dict[str, dict[str, Any]]:
    return {key: _plain(row) for key, row in sorted(assumed.of(party_id).items())}


def _plain(row: BenefitAssumption) -> dict[str, Any]:
    return {
        "id": row.pk, "low": str(row.low), "likely": str(row.likely), "high": str(row.high),
        "regional": row.regional, "source": row.source,
    }  # fmt: skip
