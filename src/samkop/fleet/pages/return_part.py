"""The return of a device on its page: how far it is, and what can be done next."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.fleet.models import Asset
from samkop.fleet.pages.returns_shown import RETURN_TONES
from samkop.fleet.policies import may_handle_assets
from samkop.fleet.policies.returns import may_see_returns, may_take_back
from samkop.fleet.queries.returns import newest_return_of
from samkop.fleet.vocabulary import AssetState
from samkop.fleet.vocabulary.returns import HANDED_IN_FROM, DeviceReturnState
from samkop.ordering.pages.parts import Action, Part
from samkop.platform.actors import Actor


def return_of_device(actor: Actor, asset: Asset) -> Part | None:
    """Its newest return; one query."""
    if not may_see_returns(actor):
        return None
    found = newest_return_of(asset.pk)
    number = f"?number={asset.asset_number}"
    actions = []
    if may_take_back(actor, asset.owner_id) and asset.state in HANDED_IN_FROM:
        actions.append(Action(_("Hand in"), reverse("hand-in") + number))
    if may_take_back(actor, asset.owner_id) and asset.state == AssetState.MISSING:
        actions.append(Action(_("Report the loss"), reverse("report-loss", args=[asset.pk])))
    if may_handle_assets(actor, asset.owner_id) and asset.state != AssetState.ENDED:
        actions.append(Action(_("Label"), reverse("labels") + number))
    if found is None:
        return Part(actions=actions) if actions else None
    return Part(
        "fleet/return_part.html",
        {"found": found, "tone": RETURN_TONES[DeviceReturnState(found.state)]}, actions,
    )  # fmt: skip
