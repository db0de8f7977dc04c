"""The door for purchasing systems that speak cXML: asked by message, answered by message."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from samkop.core.edocs import Faults
from samkop.core.edocs.punchout import (
    BOUNDS,
    Credential,
    CxmlOrder,
    CxmlSetUp,
    read_cxml,
    set_up_answer,
    status_answer,
)
from samkop.ordering.cxml_orders import take_cxml_order
from samkop.ordering.pages.punch_out_door import let_in, link_for
from samkop.ordering.usecases.punch_out_sessions import SetUp
from samkop.ordering.vocabulary import PunchOutFunction, PunchOutProtocol
from samkop.platform.pages.numbers import number_of
from samkop.platform.refusals import Refused

# Codes of the standard ("Response", "Status"): its own beside those of HTTP.
STATUS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    406: "Not Acceptable",
    409: "Conflict",
    412: "Precondition Failed",
    450: "Not Implemented",
}
BRINGING = {"edit": PunchOutFunction.EDIT, "inspect": PunchOutFunction.INSPECT}
# A basket that cannot be brought along again, of those that went out before.
NO_BASKET = frozenset({"basket-unknown", "reservation-consumed"})
UNAUTHORISED = "punch-out-refused"
NOT_DONE = "cxml-operation-not-done"
OTHER_KIND = "CXML-KIND"
WRONG_QUANTITY = "quantity-out-of-bounds"


@csrf_exempt
@require_POST
def cxml(request: HttpRequest) -> HttpResponse:
    """A purchasing system asks by cXML: for the shop (PunchOutSetupRequest), answered by the page
    that opens it; or it orders, changes or takes back (OrderRequest), answered by what came of it.

    The system proves itself by its secret, not by a cookie of ours. The answer is always a
    message with a status, in English as the standard's own texts are.
    """
    at, payload_id = datetime.now(UTC), f"{uuid.uuid4()}@samkop"
    with translation.override("en"):
        try:
            asked = _asked(request)
            if isinstance(asked, CxmlOrder):
                body = _order_answer(asked, payload_id, at)
            else:
                body = _answer(request, asked, payload_id, at)
        except Refused as refused:
            code = _code_of(refused)
            body = status_answer(code, STATUS[code], str(refused), payload_id=payload_id, at=at)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _asked(request: HttpRequest) -> CxmlSetUp | CxmlOrder:
    """What was asked for. Raises Refused with the reader's own rule as its code."""
    asked = read_cxml(request.read(BOUNDS.size + 1))
    if isinstance(asked, Faults):
        fault = asked.faults[0]
        sentence = gettext(fault.sentence).format(**dict(fault.values))
        raise Refused(fault.rule, sentence, status=406)
    return asked


def _answer(request: HttpRequest, asked: CxmlSetUp, payload_id: str, at: datetime) -> bytes:
    speakers = asked.speakers
    connection = let_in(speakers.identity, speakers.secret, PunchOutProtocol.CXML)
    link = link_for(connection, _set_up(asked))
    return set_up_answer(request.build_absolute_uri(link), payload_id=payload_id, at=at)


def _order_answer(asked: CxmlOrder, payload_id: str, at: datetime) -> bytes:
    """Taken in: what the supplier says comes later. Refused: the sentence that says what to do."""
    speakers = asked.speakers
    connection = let_in(speakers.identity, speakers.secret, PunchOutProtocol.CXML)
    decided = take_cxml_order(connection, asked)
    if decided.refusal_code:
        sentence = f"{decided.sentence} ({decided.refusal_code})"
        return status_answer(409, STATUS[409], sentence, payload_id=payload_id, at=at)
    taken = _("%(number)s was passed on to the supplier.") % {"number": decided.number}
    return status_answer(200, STATUS[200], taken, payload_id=payload_id, at=at)


def _set_up(asked: CxmlSetUp) -> SetUp:
    item_id, speakers = number_of(asked.selected), asked.speakers
    return SetUp(
        return_address=asked.return_address,
        email=asked.email,
        function=_function(asked, item_id),
        item_id=item_id,
        parameters={"buyer": _pair(speakers.buyer), "supplier": _pair(speakers.supplier)},
        buyer_cookie=asked.cookie,
        brought=[(line.place, _whole(line.quantity)) for line in asked.brought],
    )


def _function(asked: CxmlSetUp, item_id: int | None) -> PunchOutFunction:
    """Raises Refused ``cxml-operation-not-done`` for an operation that the standard has not."""
    if asked.operation in BRINGING:
        return BRINGING[asked.operation]
    if asked.operation != "create":
        raise Refused(
            NOT_DONE, _("The operation has to be create, edit or inspect. Ask with one of these.")
        )
    return PunchOutFunction.SHOP if item_id is None else PunchOutFunction.DETAIL


def _whole(quantity: Decimal | None) -> int:
    """How many; 0, which nobody brings along, for what is no whole number."""
    return int(quantity) if quantity is not None and quantity == int(quantity) else 0


def _pair(credential: Credential) -> list[str]:
    return [credential.domain, credential.identity]


def _code_of(refused: Refused) -> int:
    if refused.code == UNAUTHORISED:
        return 401
    if refused.code in {NOT_DONE, OTHER_KIND}:
        return 450
    if refused.code in NO_BASKET:
        return 412
    if refused.code == WRONG_QUANTITY:
        return 400
    return refused.status if refused.status in STATUS else 400
