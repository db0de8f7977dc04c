"""What baskets hold that went to the organisation's own purchasing system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Reservation
from samkop.ordering.policies import may_release_reservation, may_see_reservations
from samkop.ordering.queries.punch_out import reservation_of, reservations_of
from samkop.ordering.usecases.reservation import release_reservation
from samkop.ordering.vocabulary import DONE, ReservationState
from samkop.platform.actors import Actor
from samkop.platform.audit.history import history_of
from samkop.platform.lists import (
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    Search,
    code,
    list_page,
    moment,
    money,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.records import subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

TONES = {
    ReservationState.HELD: "info",
    ReservationState.CONSUMED: "good",
    ReservationState.EXPIRED: "warn",
    ReservationState.RELEASED: "neutral",
}

RESERVATIONS: Listing[Reservation] = Listing(
    name="reservations",
    title=_("Reservations"),
    address="reservations",
    order="-reserved",
    columns=(
        Column(
            "number", _("Reservation"), lambda one: code(one.number),
            link=lambda one: reverse("reservation", args=[one.pk]),
        ),
        Column("system", _("Purchasing system"), lambda one: text(one.connection.name)),
        Column("person", _("Who"), lambda one: text(str(one.person))),
        Column("agreement", _("Agreement"), lambda one: code(one.agreement.number)),
        Column(
            "state", _("State"),
            lambda one: pill(TONES[ReservationState(one.state)], one.get_state_display()),
        ),
        Column(
            "reserved", _("Reserved"), lambda one: moment(one.reserved_at), sort="reserved_at",
            down=True,
        ),
        Column("expires", _("Held until"), lambda one: moment(one.expires_at)),
        Column(
            "sum", _("Sum without VAT"), lambda one: money(one.total_cents, one.currency),
            numeric=True,
        ),
    ),
    filters=(
        Search("q", _("Reservation"), lambda rows, text: rows.filter(number__istartswith=text)),
        Choice(
            "state", _("State"), ReservationState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Days("since", _("Reserved from"), from_day("reserved_at")),
        Days("until", _("until"), to_day("reserved_at")),
    ),
    empty=Empty(
        _("No reservations yet"),
        _("A basket that goes to your own purchasing system holds ceiling and prices until its"
          " order comes. It shows here."),
        "basket",
    ),
)  # fmt: skip


@page()
def reservations(request: HttpRequest, actor: Actor) -> Any:
    """All of the organisation's, the newest first."""
    allow(may_see_reservations(actor))
    return list_page(
        request, actor, RESERVATIONS, reservations_of(actor.own_party_id),
        "ordering/order_lists.html", sees_orders=True, sees_requisitions=True,
        sees_reservations=True,
    )  # fmt: skip


def _shown(
    request: HttpRequest, actor: Actor, reservation_id: int, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    allow(may_see_reservations(actor))
    found = reservation_of(actor.own_party_id, reservation_id)
    held = found.state == ReservationState.HELD
    return "ordering/reservation.html", {
        "reservation": found,
        "tone": TONES[ReservationState(found.state)],
        "lines": sorted(found.lines.all(), key=lambda line: line.line_number),
        "received": sorted(found.received_orders.all(), key=lambda one: one.pk),
        "may_release": held and may_release_reservation(actor, found),
        "history": history_of(subject_of(found), DONE),
        "refused": refused,
        "trail": [(_("Orders"), reverse("orders")), (_("Reservations"), reverse("reservations"))],
    }


reservation = page()(_shown)


@act(again=_shown)
def release(request: HttpRequest, actor: Actor, reservation_id: int) -> Answer:
    """Give it back before its time."""
    perform(actor, release_reservation, reservation_id=reservation_id)
    return Answer(
        to=reverse("reservation", args=[reservation_id]),
        message=_("Given back. An order for it is refused from now on."),
    )
