"""What everybody may have of a register: its root after the deadline, the rest after the award."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from samkop.core.sealing import root_file
from samkop.platform.actors import ANONYMOUS, Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import actor_of, refusal_page, to_sign_in
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import reading
from samkop.tendering.pages.noted import noted
from samkop.tendering.pages.root_look import look_at_root
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.dossier import dossier_of
from samkop.tendering.queries.opening import opening_of
from samkop.tendering.queries.receipts import root_value
from samkop.tendering.queries.register import register_keeper, root_of


@page()
def _root(request: HttpRequest, actor: Actor, tender_id: int) -> HttpResponse:
    tender_of(tender_id)
    found = root_of(tender_id)
    if found is None:
        raise not_found()
    return _file(root_file(root_value(found)), "register-root.json")


def root(request: HttpRequest, tender_id: int) -> HttpResponse:
    """The root; the first look after the deadline publishes it."""
    look_at_root(request, tender_id)
    return _root(request, tender_id)  # type: ignore[no-any-return]


@noted("read_dossier")
def dossier(request: HttpRequest, tender_id: int) -> HttpResponse:
    """What ``samkop tender verify`` reads, after the award."""
    actor = actor_of(request)
    if actor is ANONYMOUS:
        return to_sign_in(request)
    try:
        with reading(actor):
            tender = tender_of(tender_id)
        with reading(register_keeper(tender.owner_id)):
            data = dossier_of(tender, opening_of(tender_id))
    except Refused as refused:
        return refusal_page(request, refused)
    return _file(data, "opening-dossier.json")


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
