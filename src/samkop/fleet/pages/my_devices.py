"""What one has oneself, and what one can ask for it in three clicks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from samkop.core.period import months_after
from samkop.fleet.models import Asset, DeviceCase
from samkop.fleet.pages.case_forms import AskForm
from samkop.fleet.pages.case_list import CASE_TONES
from samkop.fleet.pages.shown import state_of, support_left
from samkop.fleet.policies import may_ask_for, may_have_devices
from samkop.fleet.queries.assets import asset_of
from samkop.fleet.queries.cases import (
    devices_of_person,
    loans_of_person,
    open_cases_of,
)
from samkop.fleet.usecases.cases import open_case
from samkop.fleet.vocabulary import AssetState, CaseKind, CaseState
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

# So long before its day a renewal can be asked for.
AHEAD = timedelta(days=90)


@page()
def my_devices(request: HttpRequest, actor: Actor) -> Any:
    """What whoever looks has of the organisation's devices."""
    allow(may_have_devices(actor))
    assets = devices_of_person(actor.own_party_id, actor.own_person_id)
    cases, loans = open_cases_of(assets), loans_of_person(actor.own_party_id, actor.own_person_id)
    today = own_today()
    rows = []
    for asset in assets:
        own_cases = [(CASE_TONES[CaseState(one.state)], one) for one in cases.get(asset.pk, [])]
        asked = {one.kind for _tone, one in own_cases}
        used = asset.state == AssetState.IN_USE
        due = asset.renew_on is not None and asset.renew_on <= today + AHEAD
        loan = loans.get(asset.pk)
        rows.append(
            {
                "asset": asset, "state": state_of(asset.state), "cases": own_cases, "loan": loan,
                "support": support_left(asset.support_ends, today),
                "overdue": loan is not None and loan.due_on < today,
                "years": _years(asset, today),
                "due": due,
                "may_report": used and CaseKind.FAULT not in asked,
                "may_swap": used and due and loan is None and CaseKind.SWAP not in asked,
                "may_lose": used,
                "may_return": used and CaseKind.RETURN not in asked,
            }
        )  # fmt: skip
    return "fleet/my_devices.html", {"rows": rows}


def _years(asset: Asset, today: Any) -> int | None:
    """Whole years since it came."""
    if asset.received_on is None:
        return None
    years = 0
    while months_after(asset.received_on, 12 * (years + 1)) <= today:
        years += 1
    return years


def _ask(
    request: HttpRequest, actor: Actor, asset_id: int, case_kind: str,
    refused: Refused | None = None,
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    asset = _asset(actor, asset_id, case_kind)
    form = AskForm(request.POST if refused else None, kind=case_kind)
    return "fleet/ask.html", {
        "asset": asset,
        "kind": case_kind,
        "form": with_refusal(form, refused),
        "trail": [(_("My devices"), reverse("my-devices"))],
    }


ask = page()(_ask)


@act(again=_ask)
def send_ask(request: HttpRequest, actor: Actor, asset_id: int, case_kind: str) -> Answer:
    """Ask for it."""
    with reading(actor):
        _asset(actor, asset_id, case_kind)
        values = checked(AskForm(request.POST, kind=case_kind))
    made: DeviceCase = perform(
        actor, open_case, asset_id=asset_id, kind=case_kind, fault=values.get("fault", ""),
        words=values["words"],
    )  # fmt: skip
    return Answer(to=reverse("device-case", args=[made.pk]), message=_thanks(case_kind))


def _thanks(kind: str) -> str | Promise:
    if kind == CaseKind.FAULT:
        return _("Reported. The ICT support sees it, and you are told how it goes.")
    return _("Asked for. The ICT support sees it, and you are told when it is time.")


def _asset(actor: Actor, asset_id: int, case_kind: str) -> Asset:
    """The device, if whoever looks may ask for it. Raises Refused."""
    asset = asset_of(actor.own_party_id, asset_id)
    if case_kind not in CaseKind.values:
        raise not_found()
    allow(may_ask_for(actor, asset))
    return asset
