"""The first page of the cooperation: the region, and who takes part in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from samkop.governance.models import SteeringGroup
from samkop.governance.pages.tabs import cooperation_tabs
from samkop.governance.policies import may_prepare, may_see_cooperation
from samkop.governance.queries import regions_of
from samkop.governance.queries.steering import groups_of
from samkop.parties.models import Region, RegionMember
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow


@page()
def cooperation(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """The regions of one's organisation, their members, and that each has one vote."""
    allow(may_see_cooperation(actor))
    own, today = actor.own_party_id, own_today()
    groups = {one.region_id: one for one in groups_of(own, today)}
    return "governance/cooperation.html", {
        "regions": [_shown(region, groups.get(region.pk)) for region in regions_of(own, today)],
        "may_establish": may_prepare(actor),
        "own": own,
        **cooperation_tabs(actor, "cooperation"),
    }


def _shown(region: Region, group: SteeringGroup | None) -> dict[str, Any]:
    members: list[RegionMember] = region.present  # type: ignore[attr-defined]  # prefetched
    inhabitants = sum(one.population or 0 for one in members)
    return {
        "region": region, "members": members, "inhabitants": inhabitants, "group": group,
        "member_ids": [one.party_id for one in members],
    }  # fmt: skip
