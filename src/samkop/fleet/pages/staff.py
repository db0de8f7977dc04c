"""Who joins and who leaves: the list, and what is to be done for one of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.catalogue.pages.entitlement_words import about_words, often_words
from samkop.catalogue.queries.entitlements import allowance_of, rule_of, rules_in_force
from samkop.fleet.models import StaffChange
from samkop.fleet.pages.care_list import STAFF, STAFF_TONES
from samkop.fleet.pages.shown import state_of
from samkop.fleet.pages.tabs import CARE, tabs_of
from samkop.fleet.policies import may_handle_assets, may_see_fleet
from samkop.fleet.queries.care import orders_for, staff_change_of, staff_changes_of
from samkop.fleet.queries.cases import devices_of_person
from samkop.fleet.usecases.staff_changes import close_staff_change
from samkop.fleet.vocabulary import DONE, StaffChangeKind, StaffChangeState
from samkop.ordering.policies import may_shop
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform


@page()
def changes(request: HttpRequest, actor: Actor) -> Any:
    """Who comes and goes, by day."""
    allow(may_see_fleet(actor))
    return list_page(
        request, actor, STAFF, staff_changes_of(actor.own_party_id), "fleet/care_lists.html",
        **tabs_of(actor, "staff-changes", CARE),
    )  # fmt: skip


def _change(
    request: HttpRequest, actor: Actor, staff_change_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_see_fleet(actor))
    found = staff_change_of(actor.own_party_id, staff_change_id)
    is_open = found.state == StaffChangeState.OPEN
    joins = found.kind == StaffChangeKind.JOINER
    return "fleet/staff_change.html", {
        "change": found,
        "tone": STAFF_TONES[StaffChangeState(found.state)],
        "joins": joins,
        "rules": _entitled(found) if joins else [],
        "may_order": is_open and joins and may_shop(actor),
        "devices": [
            (*state_of(asset.state), asset)
            for asset in devices_of_person(found.owner_id, found.person_id)
        ],
        "orders": orders_for(found),
        "refused": refused,
        "may_close": is_open and may_handle_assets(actor, found.owner_id),
        "history": history_of(subject_of(found), DONE),
        "trail": [(_("Joiners and leavers"), reverse("staff-changes"))],
    }  # fmt: skip


change = page()(_change)


def _entitled(found: StaffChange) -> list[tuple[str, str]]:
    """What the organisation's rules give the person: about what, and how often."""
    today = own_today()
    orderer = allowance_of(found.owner_id, found.person_id, today).orderer
    return [
        (about_words(row), often_words(row.quantity, row.months))
        for row in rules_in_force(found.owner_id, today)
        if rule_of(row).names(orderer)
    ]


@act(again=_change)
def close(request: HttpRequest, actor: Actor, staff_change_id: int) -> Answer:
    """It is done."""
    perform(
        actor, close_staff_change, staff_change_id=staff_change_id,
        words=request.POST.get("words", ""),
    )  # fmt: skip
    return Answer(to=reverse("staff-change", args=[staff_change_id]), message=_("Done."))
