"""What the bidder's page sends: parts of a sealed bid, and that it is whole. Answers are JSON."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse

from samkop.platform.actors import ANONYMOUS, Actor
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import actor_of
from samkop.platform.refusals import Refused, not_allowed, not_found, viewing_as
from samkop.tendering.queries.register import PART
from samkop.tendering.sending import begun, part_kept, submitted

View = Callable[..., HttpResponse]


def _answering(method: str) -> Callable[[View], View]:
    """A view of a program in the page: a refusal is JSON with its code and sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **named: Any) -> HttpResponse:
            actor = actor_of(request)
            try:
                if actor.viewing_id is not None:
                    raise viewing_as()
                if request.method != method:
                    return HttpResponseNotAllowed([method])
                if actor is ANONYMOUS:
                    raise not_allowed()
                return view(request, actor, **named)
            except Refused as refused:
                said = {"code": refused.code, "sentence": str(refused)}
                return JsonResponse(said, status=refused.status)

        return answered

    return decorate


@_answering("POST")
def begin(request: HttpRequest, actor: Actor, tender_id: int, lot_code: str) -> HttpResponse:
    """Begin to send in a sealed bid: where its parts go, and how long each is."""
    file = begun(actor, tender_id, lot_code, number_of(request.POST.get("size", "")) or 0)
    parts = reverse("bid-part", args=[tender_id, file.pk, 0]).removesuffix("0/")
    return JsonResponse({"file": str(file.pk), "parts": parts, "length": PART})


@_answering("PUT")
def part(
    request: HttpRequest, actor: Actor, tender_id: int, sealed_file_id: UUID, place: int
) -> HttpResponse:
    """Keep a part, sent as it is."""
    part_kept(actor, tender_id, sealed_file_id, place, request.read(PART + 1))
    return JsonResponse({"kept": place})


@_answering("POST")
def submit(request: HttpRequest, actor: Actor, tender_id: int, lot_code: str) -> HttpResponse:
    """The parts are all there: the bid comes in now."""
    row = submitted(actor, tender_id, lot_code, _file_of(request))
    receipt = reverse("bid-receipt", args=[tender_id, row.number])
    return JsonResponse({"receipt": receipt, "sha256": row.sealed_sha256, "kind": row.kind})


def _file_of(request: HttpRequest) -> UUID:
    """The file whose parts were sent. Raises Refused ``not-found`` for what names none."""
    try:
        return UUID(request.POST.get("file", ""))
    except ValueError as error:
        raise not_found() from error
