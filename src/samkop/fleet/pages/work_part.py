"""What the page of a device shows of the work on it, with who signed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.fleet.models import Asset
from samkop.fleet.pages.today import state_of_line
from samkop.fleet.policies import may_plan_work, may_see_fleet
from samkop.fleet.queries.work import work_of_asset
from samkop.fleet.rules.reporting import path_of
from samkop.fleet.vocabulary import AssetState
from samkop.ordering.pages.parts import Action, Part
from samkop.platform.actors import Actor


def work_on_device(actor: Actor, asset: Asset) -> Part | None:
    """Its work orders, the newest first; a button to plan another one."""
    if not may_see_fleet(actor):
        return None
    rows = [
        {
            "line": line, "state": state_of_line(line, ""),
            "signatures": [
                (report.signature, path_of(report.signature.strokes))
                for report in line.signed_reports  # type: ignore[attr-defined]
            ],
        }
        for line in work_of_asset(asset)
    ]  # fmt: skip
    planned = f"{reverse('plan-work')}?{urlencode({'device': asset.asset_number})}"
    plans = may_plan_work(actor, asset.owner_id) and asset.state != AssetState.ENDED
    actions = [Action(_("Plan work"), planned)] if plans else []
    if not rows and not actions:
        return None
    return Part("fleet/device_work.html" if rows else "", {"rows": rows}, actions)
