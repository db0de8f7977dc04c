"""The door for purchasing systems: they prove themselves, and get a link that opens the shop."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from samkop.core.edocs.punchout import OciSetUp, read_set_up
from samkop.ordering.models import PunchOutConnection, PunchOutSession
from samkop.ordering.pages.punch_out_visit import begin_visit
from samkop.ordering.policies import PUNCH_OUT_DOOR
from samkop.ordering.queries.punch_out import actor_in, connection_by_secret, session_by_link
from samkop.ordering.usecases.basket import MOST
from samkop.ordering.usecases.brought_baskets import restore_basket
from samkop.ordering.usecases.punch_out import new_secret
from samkop.ordering.usecases.punch_out_sessions import (
    SetUp,
    ask_for_punch_out,
    open_punch_out,
    over,
)
from samkop.ordering.vocabulary import PunchOutFunction, PunchOutProtocol
from samkop.platform import actors
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import refusal_page, see_other
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

DOOR = PUNCH_OUT_DOOR.removeprefix("job:")
FUNCTIONS = {
    "DETAIL": PunchOutFunction.DETAIL,
    "SOURCING": PunchOutFunction.SOURCING,
    "VALIDATE": PunchOutFunction.VALIDATE,
}


@csrf_exempt
@require_http_methods(["GET", "POST"])
def oci(request: HttpRequest) -> HttpResponse:
    """Opened by OCI: a form of the purchasing system's, sent from its own pages.

    It proves itself by its secret, not by a cookie of ours, so that nothing can be forged by it.
    By GET too, as the standard has it, although a visit is written down.
    """
    sent = request.POST if request.method == "POST" else request.GET
    called = read_set_up((name, value) for name, values in sent.lists() for value in values)
    try:
        connection = let_in(
            called.username, called.password, PunchOutProtocol.OCI, PunchOutProtocol.PEPPOL
        )
        link = link_for(connection, _set_up(called))
    except Refused as refused:
        return refusal_page(request, refused)
    return see_other(link)


def let_in(identity: str, secret: str, *protocols: str) -> PunchOutConnection:
    """The purchasing system that proves itself so.

    Raises Refused ``punch-out-refused``, whatever of it is wrong.
    """
    with reading(actors.job(DOOR)):
        found = connection_by_secret(identity, secret)
    if found is None or found.protocol not in protocols:
        raise Refused(
            "punch-out-refused",
            _("The purchasing system was not let in: its identity, its secret or its standard is"
              " another than here. An administrator sees them under Purchasing systems."),
            status=403,
        )  # fmt: skip
    return found


def link_for(connection: PunchOutConnection, set_up: SetUp) -> str:
    """The address that opens the shop once, for a purchasing system that was let in."""
    token = new_secret()
    perform(
        actors.job(DOOR, connection.party_id), ask_for_punch_out, connection_id=connection.pk,
        set_up=set_up, token=token,
    )  # fmt: skip
    return reverse("open-punch-out", args=[token])


@require_safe
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Open the shop by a link, once; whoever was signed in here is not any more."""
    try:
        with reading(actors.job(DOOR)):
            asked = session_by_link(token)
        if asked is None:
            raise over()
        now = datetime.now(UTC)
        session = perform(
            actors.job(DOOR, asked.party_id), open_punch_out, now=now, session_id=asked.pk
        )
    except Refused as refused:
        return refusal_page(request, refused)
    begin_visit(request, session)
    if session.function == PunchOutFunction.EDIT:
        _bring_in(request, session)
    return see_other(_first_page(session))


def _bring_in(request: HttpRequest, session: PunchOutSession) -> None:
    """Fill the basket of a visit that changes one, in the visit's own name: nobody else sees it."""
    left_out = perform(actor_in(session), restore_basket, key=f"restored:{session.pk}")
    if left_out:
        sentence = _("Not in the shop any more, and left out: %(names)s.")
        messages.warning(request, sentence % {"names": ", ".join(left_out)})


def _first_page(session: PunchOutSession) -> str:
    if session.function in {PunchOutFunction.VALIDATE, PunchOutFunction.INSPECT}:
        return reverse("returned-basket")
    if session.function == PunchOutFunction.EDIT:
        return reverse("basket")
    if session.function == PunchOutFunction.DETAIL and session.item_id:
        return reverse("item", args=[session.item_id])
    if session.search:
        return f"{reverse('shop')}?{urlencode({'q': session.search})}"
    return reverse("shop")


def _set_up(called: OciSetUp) -> SetUp:
    item_id = number_of(called.product_id)
    function = FUNCTIONS.get(called.function, PunchOutFunction.SHOP)
    if function == PunchOutFunction.VALIDATE and item_id is None:
        raise Refused(
            "product-missing",
            _("PRODUCTID has to name an item by the number that the shop gave it. Send it again."),
            status=422,
        )
    whole = number_of(called.quantity.partition(".")[0])
    return SetUp(
        return_address=called.hook_url,
        email=called.email,
        function=function,
        item_id=item_id,
        quantity=min(max(whole or 1, 1), MOST),
        search=called.search if function == PunchOutFunction.SOURCING else "",
        parameters=called.handed_back,
    )
