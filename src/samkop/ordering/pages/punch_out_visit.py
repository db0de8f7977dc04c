"""A visit to the shop from a purchasing system: who acts in it, what it sees, how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.queries import item_of, prices_of_items, unavailable
from samkop.catalogue.queries.availability import promises_of
from samkop.core.edocs.punchout import BasketLine, basket_fields
from samkop.core.period import day_of
from samkop.ordering.documents.punch_out import (
    basket_lines,
    basket_message,
    line_of_item,
    line_reserved,
)
from samkop.ordering.models import PunchOutSession, Reservation
from samkop.ordering.pages.basket import basket_page, typed_quantities
from samkop.ordering.policies import may_return_basket
from samkop.ordering.queries.punch_out import (
    actor_in,
    goes_on,
    lines_brought,
    reservations_in,
    session_with_connection,
    shops,
)
from samkop.ordering.rules.punch_out import origin_of
from samkop.ordering.usecases.punch_out_sessions import (
    SESSION_LIVES,
    leave_punch_out,
    over,
)
from samkop.ordering.usecases.reservation import return_basket
from samkop.ordering.vocabulary import PunchOutFunction, PunchOutProtocol, PunchOutState
from samkop.parties.queries import standings_of
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.content_security import policy_with_form_to
from samkop.platform.pages.page import allow, refusal_page
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

VISIT = "punch_out"  # the session's key: [id of the punch-out session, of its party, its person]
# What may be asked for at any time of a visit, while one shops, and once the basket is returned.
ALWAYS = {
    "set-language", "set-theme", "punch-out-oci", "punch-out-cxml", "open-punch-out",
    "accessibility",
}  # fmt: skip
SHOPPING = {
    "shop", "compare", "item", "configuration", "picture", "small-picture", "basket",
    "add-to-basket", "order-now", "set-quantity", "add-configuration-to-basket",
    "remove-configuration", "return-basket", "leave-punch-out",
}  # fmt: skip
BACK = "returned-basket"
LOOKING = {PunchOutFunction.VALIDATE, PunchOutFunction.INSPECT}
GONE = (PunchOutState.RETURNED, PunchOutState.LEFT)
# Names of windows that a basket may come back into (OCI: ~TARGET).
WINDOWS = frozenset({"_top", "_parent", "_self", "_blank"})


class Visiting:
    """Middleware, after ``Acting``: in a visit the shopper acts, in the visit's own pages alone.

    Whoever signs in is himself from then on, and the visit is dropped.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept = getattr(request, "session", {}).get(VISIT)
        if kept is None:
            return self.get_response(request)
        if request.user.is_authenticated:
            del request.session[VISIT]
            return self.get_response(request)
        visiting = _visit(request, kept)
        if visiting is None:
            request.session.flush()
            return refusal_page(request, over())
        if not _is_open(request, visiting):
            return refusal_page(request, _elsewhere(visiting))
        return self.get_response(request)


def begin_visit(request: HttpRequest, session: PunchOutSession) -> None:
    """Nothing of what the browser kept before is left: a visit is a session of its own."""
    request.session.flush()
    request.session[VISIT] = [session.pk, session.party_id, session.person_id]
    request.session.set_expiry(int(SESSION_LIVES.total_seconds()))


def _visit(request: HttpRequest, kept: list[int]) -> PunchOutSession | None:
    """The visit that goes on, read in its own name; the request then acts in it."""
    session_id, party_id, person_id = kept
    now = datetime.now(UTC)
    shopper = actors.punch_out(session_id, "", party_id, person_id, frozenset())
    with reading(shopper, now=now):
        session = session_with_connection(session_id)
        standings = [one for one in standings_of(person_id, now) if one.party.pk == party_id]
    if session is None or not standings:
        return None
    if not goes_on(session, now) and not (session.state in GONE and now < session.expires_at):
        return None
    request.punch_out = session  # type: ignore[attr-defined]
    request.actor = actor_in(session)  # type: ignore[attr-defined]
    request.standings = [  # type: ignore[attr-defined]
        replace(standings[0], roles=frozenset({RoleName.EMPLOYEE}), unread=0)
    ]
    return session


def _is_open(request: HttpRequest, session: PunchOutSession) -> bool:
    """Whether the page asked for is one of the visit's, as far as it has come."""
    try:
        name = resolve(request.path_info).url_name
    except Resolver404:
        return True  # nothing is there for anybody
    return name in ALWAYS or name == BACK or (shops(session) and name in SHOPPING)


def _elsewhere(session: PunchOutSession) -> Refused:
    if session.state in GONE:
        return over()
    if session.function == PunchOutFunction.INSPECT:
        return Refused(
            "punch-out-elsewhere",
            _("You look at a basket of %(system)s: nothing else is open here. Go back to it, and"
              " change the basket from there."),
            status=403, system=session.connection.name,
        )  # fmt: skip
    return Refused(
        "punch-out-elsewhere",
        _("You shop for %(system)s: the shop and the basket are all there is here. Return the"
          " basket, or leave without one."),
        status=403, system=session.connection.name,
    )  # fmt: skip


@act(again=basket_page)
def bring_back(request: HttpRequest, actor: Actor) -> Answer:
    """Reserve what lies in the basket, with the quantities as they stand in the fields."""
    perform(actor, return_basket, quantities=typed_quantities(request))
    return Answer(to=reverse(BACK))


@act(again=basket_page)
def leave(request: HttpRequest, actor: Actor) -> Answer:
    """Go back without a basket."""
    perform(actor, leave_punch_out)
    return Answer(to=reverse(BACK))


@page()
def returned(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is reserved, and the form that takes it to the purchasing system.

    Its content security policy lets this form go to that one place, which an administrator
    allowed; everywhere else forms stay here.
    """
    allow(may_return_basket(actor))
    session = session_with_connection(actor.punch_out_id or 0)
    assert session is not None  # noqa: S101 - the middleware has read it
    looking = session.function in LOOKING
    if session.state == PunchOutState.OPEN and not looking:
        return HttpResponseRedirect(reverse("basket"))
    today = day_of(current_unit().now, session.party.time_zone)
    reservations, lines = _what_goes_back(session, today)
    context: dict[str, Any] = {
        "session": session,
        "system": session.connection.name,
        "reservations": reservations,
        "lines": lines,
        "fields": _fields(session, lines),
        "window": _window(session),
    }
    response = TemplateResponse(request, "ordering/returned_basket.html", context).render()
    response["Content-Security-Policy"] = policy_with_form_to(
        origin_of(session.return_address) or "'none'"
    )
    response["Cache-Control"] = "no-store"
    return response


def _what_goes_back(
    session: PunchOutSession, today: date
) -> tuple[list[Reservation], list[BasketLine]]:
    """What is reserved for it, and its lines; a basket that is only looked at, or whose change
    was left, goes back as it came.
    """
    if session.state == PunchOutState.OPEN and session.function == PunchOutFunction.VALIDATE:
        return [], [_validated(session, today)]
    if session.state != PunchOutState.RETURNED and session.brought:
        brought = lines_brought(session)
        reservations = {line.reservation_id: line.reservation for line, _quantity in brought}
        return list(reservations.values()), [
            line_reserved(line, line.reservation, quantity, today) for line, quantity in brought
        ]
    reservations_made = reservations_in(session.pk)
    return reservations_made, list(basket_lines(reservations_made, today))


def _fields(session: PunchOutSession, lines: list[BasketLine]) -> list[tuple[str, str]]:
    """The hidden fields of the form that leads back, as the connection's standard has them."""
    if session.connection.protocol == PunchOutProtocol.CXML:
        return [("cxml-urlencoded", basket_message(session, lines))]
    return basket_fields(lines, session.parameters)


def _validated(session: PunchOutSession, today: date) -> BasketLine:
    item = item_of(session.item_id or 0)
    origin = prices_of_items([item], today).get(item.pk)
    if origin is None or not item.active:
        raise unavailable(item, today)
    promise = promises_of(
        {item.pk: session.quantity}, [item], today, country=session.party.country,
        time_zone=session.party.time_zone,
    )[item.pk]  # fmt: skip
    return line_of_item(item, session.quantity, origin, promise.day, today)


def _window(session: PunchOutSession) -> str:
    """The window that the purchasing system names for its answer, if it is a usual one."""
    wanted = str(session.parameters.get("~TARGET", "")).lower()
    return wanted if wanted in WINDOWS else ""
