"""Discrepancies: the list, and one of them with what can become of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import list_page
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform
from samkop.receiving.pages.discrepancy_list import DIFFERENCES
from samkop.receiving.pages.shown import DISCREPANCY_TONES, its_side
from samkop.receiving.policies import (
    may_return,
    may_see_discrepancies,
    may_set_segregation_limit,
    may_settle,
)
from samkop.receiving.queries.discrepancies import discrepancies_of, discrepancy_of
from samkop.receiving.usecases.discrepancy import settle_discrepancy
from samkop.receiving.vocabulary import (
    DONE,
    SETTLEMENTS,
    DiscrepancyKind,
    DiscrepancyState,
    Settlement,
)


@page()
def discrepancies(request: HttpRequest, actor: Actor) -> Any:
    """What differed, the newest first."""
    allow(may_see_discrepancies(actor))
    return list_page(
        request, actor, DIFFERENCES.usually(**its_side(actor)),
        discrepancies_of(actor.own_party_id),
        "receiving/lists.html", decides=may_set_segregation_limit(actor),
    )  # fmt: skip


def _discrepancy(
    request: HttpRequest, actor: Actor, difference_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_see_discrepancies(actor))
    found = discrepancy_of(difference_id)
    open_still = found.state == DiscrepancyState.OPEN
    own = found.buyer_id == actor.party_id
    return "receiving/discrepancy.html", {
        "discrepancy": found,
        "tone": DISCREPANCY_TONES[DiscrepancyState(found.state)],
        "settlements": SETTLEMENTS[DiscrepancyKind(found.kind)]
        if open_still and may_settle(actor, found) else (),
        "may_return": found.settlement == Settlement.RETURN
        and may_return(actor, found.buyer_id),
        "refused": refused,
        "history": history_of(subject_of(found), DONE) if own else [],
        "trail": [
            (_("Differences"), reverse("discrepancies")),
            (
                _("Delivery %(number)s") % {"number": found.consignment.number},
                reverse("consignment", args=[found.consignment_id]),
            ),
        ],
    }  # fmt: skip


discrepancy = page()(_discrepancy)


@act(again=_discrepancy)
def settle(request: HttpRequest, actor: Actor, difference_id: int) -> Answer:
    """Say what becomes of it."""
    perform(
        actor, settle_discrepancy, discrepancy_id=difference_id,
        settlement=request.POST.get("settlement", ""),
    )  # fmt: skip
    return Answer(
        to=reverse("discrepancy", args=[difference_id]),
        message=_("Settled. The supplier sees it."),
    )
