"""The door for purchasing systems that speak cXML: asked by message, answered by message."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

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
    CxmlSetUp,
    read_cxml_set_up,
    set_up_answer,
    status_answer,
)
from samkop.ordering.pages.punch_out_door import let_in, link_for
from samkop.ordering.usecases.punch_out_sessions import SetUp
from samkop.ordering.vocabulary import PunchOutFunction, PunchOutProtocol
from samkop.platform.pages.numbers import number_of
from samkop.platform.refusals import Refused

# Codes of the standard ("Response", "Status"): its own beside those of HTTP.
STATUS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    406: "Not Acceptable",
    450: "Not Implemented",
}
UNAUTHORISED = "punch-out-refused"
NOT_DONE = "cxml-operation-not-done"
OTHER_KIND = "CXML-KIND"


@csrf_exempt
@require_POST
def cxml(request: HttpRequest) -> HttpResponse:
    """Opened by cXML: a PunchOutSetupRequest, answered by the page that opens the shop.

    The system proves itself by its secret, not by a cookie of ours. The answer is always a
    message with a status, in English as the standard's own texts are.
    """
    at, payload_id = datetime.now(UTC), f"{uuid.uuid4()}@samkop"
    with translation.override("en"):
        try:
            body = _answer(request, _asked(request), payload_id, at)
        except Refused as refused:
            code = _code_of(refused)
            body = status_answer(code, STATUS[code], str(refused), payload_id=payload_id, at=at)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _asked(request: HttpRequest) -> CxmlSetUp:
    """What was asked for. Raises Refused with the reader's own rule as its code."""
    asked = read_cxml_set_up(request.read(BOUNDS.size + 1))
    if isinstance(asked, Faults):
        fault = asked.faults[0]
        sentence = gettext(fault.sentence).format(**dict(fault.values))
        raise Refused(fault.rule, sentence, status=406)
    return asked


def _answer(request: HttpRequest, asked: CxmlSetUp, payload_id: str, at: datetime) -> bytes:
    connection = let_in(asked.identity, asked.secret, PunchOutProtocol.CXML)
    if asked.operation != "create":
        raise Refused(
            NOT_DONE,
            _("A basket that was returned is reserved as it is. Ask for a new one by the operation"
              " create; what the other holds is given back when its time ends."),
        )  # fmt: skip
    link = link_for(connection, _set_up(asked))
    return set_up_answer(request.build_absolute_uri(link), payload_id=payload_id, at=at)


def _set_up(asked: CxmlSetUp) -> SetUp:
    item_id = number_of(asked.selected)
    return SetUp(
        return_address=asked.return_address,
        email=asked.email,
        function=PunchOutFunction.SHOP if item_id is None else PunchOutFunction.DETAIL,
        item_id=item_id,
        parameters={"buyer": _pair(asked.buyer), "supplier": _pair(asked.supplier)},
        buyer_cookie=asked.cookie,
    )


def _pair(credential: Credential) -> list[str]:
    return [credential.domain, credential.identity]


def _code_of(refused: Refused) -> int:
    if refused.code == UNAUTHORISED:
        return 401
    if refused.code in {NOT_DONE, OTHER_KIND}:
        return 450
    return refused.status if refused.status in STATUS else 400
