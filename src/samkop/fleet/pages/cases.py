"""Cases of devices: the list, one of them, and what is done about it."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from samkop.agreements.policies import SELLS
from samkop.fleet.models import Asset, DeviceCase
from samkop.fleet.pages import case_forms as forms
from samkop.fleet.pages.case_list import CASE_TONES, CASES
from samkop.fleet.pages.tabs import CARE, tabs_of
from samkop.fleet.policies import (
    may_answer_repair,
    may_handle_case,
    may_see_case,
    may_see_cases,
    may_see_fleet,
    may_withdraw_case,
)
from samkop.fleet.queries.cases import case_of, cases_of, in_stock
from samkop.fleet.queries.leases import leased_among
from samkop.fleet.queries.returns import newest_return_of
from samkop.fleet.usecases.cases import close_case, take_handed_in
from samkop.fleet.usecases.repairs import (
    ASIDE,
    STOCK,
    report_repair,
    send_for_repair,
    take_repaired,
)
from samkop.fleet.usecases.standing_in import lend, swap
from samkop.fleet.vocabulary import (
    DONE,
    AssetState,
    CaseKind,
    CaseOutcome,
    CaseState,
)
from samkop.parties.models import Party
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.amounts import cents_of
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]


@page()
def cases(request: HttpRequest, actor: Actor) -> Any:
    """What is asked for, the newest first; a supplier's people see what they repair."""
    allow(may_see_cases(actor))
    sells = bool(actor.roles & SELLS)
    listing = CASES.usually(owner=sells, supplier=not sells, rma=sells)
    return list_page(
        request, actor, listing, cases_of(actor.own_party_id), "fleet/care_lists.html",
        **tabs_of(actor, "device-cases", CARE),
    )  # fmt: skip


def _case(
    request: HttpRequest, actor: Actor, case_id: int, refused: Refused | None = None
) -> Shown:
    case = case_of(case_id)
    allow(may_see_case(actor, case))
    own = case.owner_id == actor.party_id
    sees_fleet = own and may_see_fleet(actor)
    failed = request.resolver_match.url_name if refused and request.resolver_match else ""
    return "fleet/case.html", {
        "case": case,
        "own": own,
        "tone": CASE_TONES[CaseState(case.state)],
        "holder": case.holder.name if own else "",
        "sees_fleet": sees_fleet,
        "asset": case.asset if own else None,
        "forms": _with(_forms(actor, case, request, failed), failed, refused),
        "may_withdraw": case.state == CaseState.OPEN and may_withdraw_case(actor, case),
        "history": history_of(subject_of(case), DONE) if sees_fleet else [],
        "trail": [(_("Faults and requests"), reverse("device-cases"))]
        if may_see_cases(actor) else [(_("My devices"), reverse("my-devices"))],
    }  # fmt: skip


case = page()(_case)


def _forms(
    actor: Actor, case: DeviceCase, request: HttpRequest, failed: str | None
) -> dict[str, Form]:
    """What whoever looks can do now, by the name of the address that it is sent to."""

    def sent(name: str) -> Any:
        return request.POST if failed == name else None

    if case.state == CaseState.CLOSED:
        return {}
    if may_answer_repair(actor, case):
        return {"report-repair": forms.ReportForm(sent("report-repair"))}
    if not may_handle_case(actor, case):
        return {}
    asset, owner = case.asset, case.owner_id
    found: dict[str, Form] = {}
    swapped = bool(case.swaps.all())
    in_maintenance = asset.state == AssetState.MAINTENANCE
    if case.kind == CaseKind.RETURN:
        found["take-in-device"] = forms.TakeInForm(
            sent("take-in-device"), owner_id=owner, initial={"site": asset.location_id}
        )
    if in_maintenance:
        found["take-repaired"] = forms.BackForm(
            sent("take-repaired"), owner_id=owner, said=bool(case.outcome),
            initial={"site": asset.location_id, "to": STOCK if swapped else None},
        )  # fmt: skip
    if case.kind != CaseKind.RETURN and not swapped:
        found |= _stand_ins(case, asset, sent)
    if case.kind == CaseKind.FAULT and case.state == CaseState.OPEN:
        found["send-for-repair"] = _repair_form(asset, sent("send-for-repair"))
    if not in_maintenance:
        found["close-case"] = forms.CloseForm(sent("close-case"))
    return found


def _stand_ins(case: DeviceCase, asset: Asset, sent: Any) -> dict[str, Form]:
    if asset.state not in {AssetState.IN_USE, AssetState.MAINTENANCE}:
        return {}
    stock = in_stock(case.owner_id, like=asset)
    swaps = forms.GiveForm(sent("swap-device"), stock=stock, leased=leased_among(stock))
    given: dict[str, Form] = {"swap-device": swaps}
    if case.kind == CaseKind.FAULT:
        given["lend-meanwhile"] = forms.LendForm(sent("lend-meanwhile"), stock=stock)
    return given


def _repair_form(asset: Asset, sent: Any) -> Form:
    suppliers = Party.objects.filter(kind=PartyKind.SUPPLIER).order_by("legal_name", "id")
    return forms.RepairForm(sent, suppliers=suppliers, initial={"supplier": asset.supplier_id})


def _with(
    found: dict[str, Form], failed: str | None, refused: Refused | None
) -> list[tuple[str, Form]]:
    return [
        (name, with_refusal(form, refused) if name == failed else form)
        for name, form in found.items()
    ]


def _sent(request: HttpRequest, actor: Actor, case_id: int, name: str) -> dict[str, Any]:
    """What was typed into one of the page's forms. Raises Refused."""
    with reading(actor):
        case = case_of(case_id)
        allow(may_see_case(actor, case))
        form = _forms(actor, case, request, name).get(name)
        if form is None:
            raise Refused(
                "case-moved-on", _("The case has moved on in the meantime. Look at it again.")
            )
        return checked(form)


def _done(case_id: int, message: str | Promise) -> Answer:
    return Answer(to=reverse("device-case", args=[case_id]), message=message)


@act(again=_case)
def give_another(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """Give a device of the stock for good."""
    values = _sent(request, actor, case_id, "swap-device")
    perform(actor, swap, case_id=case_id, asset_id=values["device"])
    return _done(case_id, _("Swapped: the other device is in use now."))


@act(again=_case)
def lend_another(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """Lend a device of the stock until a day."""
    values = _sent(request, actor, case_id, "lend-meanwhile")
    perform(
        actor, lend, case_id=case_id, asset_id=values["device"], due_on=values["due_on"]
    )  # fmt: skip
    return _done(case_id, _("Lent. Whoever has it is reminded on the day."))


@act(again=_case)
def repair(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """Send it to a supplier."""
    values = _sent(request, actor, case_id, "send-for-repair")
    perform(
        actor, send_for_repair, case_id=case_id, supplier_id=values["supplier"].pk,
        way=values["way"], rma_number=values["rma_number"], expected_on=values["expected_on"],
        cost_cents=cents_of(values["cost"]),
    )  # fmt: skip
    return _done(case_id, _("Sent for repair. The supplier sees the case and answers here."))


@act(again=_case)
def back(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """It is back from maintenance."""
    values = _sent(request, actor, case_id, "take-repaired")
    site = values["site"]
    perform(
        actor, take_repaired, case_id=case_id, to=values["to"],
        location_id=site.pk if site else None, outcome=values.get("outcome", ""),
    )  # fmt: skip
    if values["to"] == ASIDE:
        return _erased_next(actor, case_id)
    return _done(case_id, _("It is back, and the case is closed."))


@act(again=_case)
def handed_in(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """Its user has handed it in."""
    values = _sent(request, actor, case_id, "take-in-device")
    perform(actor, take_handed_in, case_id=case_id, location_id=values["site"].pk)
    return _erased_next(actor, case_id)


def _erased_next(actor: Actor, case_id: int) -> Answer:
    """The return of the case's device, on whose page it goes on."""
    with reading(actor):
        found = newest_return_of(case_of(case_id).asset_id)
    message = _("Handed in. What is stored on it has to be erased now.")
    if found is None:
        return _done(case_id, message)
    return Answer(to=reverse("device-return", args=[found.pk]), message=message)


@act(again=_case)
def close(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """Close it by a word."""
    values = _sent(request, actor, case_id, "close-case")
    perform(actor, close_case, case_id=case_id, outcome=values["outcome"], words=values["words"])
    return _done(case_id, _("The case is closed."))


@act(again=_case)
def withdraw(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """Take back what one has asked for."""
    perform(actor, close_case, case_id=case_id, outcome=CaseOutcome.WITHDRAWN)
    return _done(case_id, _("Withdrawn."))


@act(again=_case)
def report(request: HttpRequest, actor: Actor, case_id: int) -> Answer:
    """The supplier says how the repair goes."""
    values = _sent(request, actor, case_id, "report-repair")
    perform(
        actor, report_repair, case_id=case_id, step=values["step"], serial=values["serial"],
        words=values["words"],
    )  # fmt: skip
    return _done(case_id, _("Said. Your customer sees it in a moment."))
