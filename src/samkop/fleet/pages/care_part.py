"""What a device's page shows of its care: what is open of it, loans, what it took the place of."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.pages.case_list import CASE_TONES
from samkop.fleet.policies import may_ask_for, may_see_fleet
from samkop.fleet.queries.care import missing_of_asset, open_recalls_of_asset
from samkop.fleet.queries.cases import cases_of_asset, loan_of_asset, swaps_of_asset
from samkop.fleet.usecases.cases import FAULTY
from samkop.fleet.vocabulary import AssetState, CaseKind, CaseState
from samkop.ordering.pages.parts import Action, Part
from samkop.platform.actors import Actor


def care_of_device(actor: Actor, asset: Asset) -> Part | None:
    """The device's cases, its loan and swaps, that it is missing or recalled; five queries."""
    cases = cases_of_asset(asset)
    swaps, loan = swaps_of_asset(asset), loan_of_asset(asset)
    missing, recalls = missing_of_asset(asset), open_recalls_of_asset(asset)
    asked = {one.kind for one in cases if one.state != CaseState.CLOSED}
    actions = []
    if may_ask_for(actor, asset):
        if asset.state in FAULTY and CaseKind.FAULT not in asked:
            actions.append(_asking(_("Report a fault"), asset, CaseKind.FAULT))
        if asset.state == AssetState.IN_USE and CaseKind.SWAP not in asked:
            actions.append(_asking(_("Swap it"), asset, CaseKind.SWAP))
    known = cases or swaps or loan or missing or recalls
    if not (known or actions):
        return None
    rows = [(CASE_TONES[CaseState(one.state)], one) for one in cases]
    shown = {
        "rows": rows, "loan": loan, "before": [one for one in swaps if one.new_id == asset.pk],
        "after": [one for one in swaps if one.old_id == asset.pk], "missing": missing,
        "recalls": recalls, "linked": may_see_fleet(actor),
    }  # fmt: skip
    return Part("fleet/device_care.html" if known else "", shown, actions)


def _asking(label: object, asset: Asset, kind: CaseKind) -> Action:
    return Action(str(label), reverse("ask-for-device", args=[asset.pk, kind.value]))
