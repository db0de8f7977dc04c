"""A supplier's bids on a tender: what it sent in, with receipts; and the form of a bid on a lot.

Pages read as the party itself first, and then as its pseudonym; nothing that is written or
logged joins the two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.bidding import form_value
from samkop.parties.queries import party_of, person_of
from samkop.platform.actors import ANONYMOUS, Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import actor_of, allow, refusal_page, to_sign_in
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import reading
from samkop.tendering.bidders import bidding_of, reading_own
from samkop.tendering.models import RegisterEntry, Tender
from samkop.tendering.pages.noted import noted
from samkop.tendering.pages.root_look import look_at_root
from samkop.tendering.pages.sealing_texts import sealing_texts
from samkop.tendering.pages.tabs import frame_of
from samkop.tendering.policies import may_bid
from samkop.tendering.queries import lots_of, tender_of
from samkop.tendering.queries.contents import bid_form
from samkop.tendering.queries.officers import editions_of, key_in
from samkop.tendering.queries.receipts import proof_of, receipt_of
from samkop.tendering.queries.register import (
    entries_of,
    register_keeper,
    root_of,
    standing_in,
)
from samkop.tendering.sending import sent_whole, tried
from samkop.tendering.usecases.submission import withdraw_bid
from samkop.tendering.vocabulary import EntryKind, TenderState

Shown = tuple[str, dict[str, Any]]
View = Callable[..., HttpResponse]


def own_rows(actor: Actor, tender_id: int) -> list[RegisterEntry]:
    """The entries of who acts, the newest first. Raises Refused ``not-found``, ``not-allowed``."""
    with reading(actor):
        allow(may_bid(actor, tender_of(tender_id)))
    with reading(reading_own(actor, tender_id)):
        return entries_of(tender_id)[::-1]


def _refusals(verb: str) -> Callable[[View], View]:
    """One's own is no secret to the bidder: only what was refused is noted."""
    return noted(verb, refusals_only=True)


def _with_own(view: View) -> View:
    """Hand a page the bidder's own entries, which were read before as its pseudonym."""

    def shown(request: HttpRequest, tender_id: int, **named: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor is ANONYMOUS:
            return to_sign_in(request)
        look_at_root(request, tender_id)
        try:
            rows = own_rows(actor, tender_id)
        except Refused as refused:
            return refusal_page(request, refused)
        return view(request, tender_id, rows=rows, **named)

    return shown


def _own(
    request: HttpRequest,
    actor: Actor,
    tender_id: int,
    rows: list[RegisterEntry],
    refused: Refused | None = None,
) -> Shown:
    tender = tender_of(tender_id)
    standing = {row.number for row in standing_in(rows)}
    open_now = tender.state == TenderState.OPEN and root_of(tender_id) is None
    return "tendering/bids.html", {
        **frame_of(actor, tender, "tender-bids"),
        "lots": [
            (lot, [(row, row.number in standing) for row in rows if row.lot_id == lot.pk])
            for lot in lots_of(tender_id)
        ],
        "open_now": open_now,
        "root": root_of(tender_id),
        "edition": _edition(tender),
    }


own = _refusals("read_bids")(_with_own(page()(_own)))


def _edition(tender: Tender) -> dict[str, Any] | None:
    editions = editions_of(tender.pk)
    if not editions:
        return None
    return {"row": editions[-1], "fingerprint": key_in(editions[-1]).fingerprint}


@page()
def form(request: HttpRequest, actor: Actor, tender_id: int, lot_code: str) -> Shown:
    """The form of a bid on a lot; it is filled in and sealed in the browser."""
    tender = tender_of(tender_id)
    bidding = bidding_of(actor, tender_id, lot_code)
    asked = bid_form(tender_id, lot_code)
    lot = next(one for one in lots_of(tender_id) if one.code == lot_code)
    person = person_of(actor.own_person_id)
    return "tendering/bid_form.html", {
        **frame_of(actor, tender, "tender-bids"),
        "lot": lot,
        "asked": asked,
        "others": [one for one in asked.lots if one != lot_code],
        "bidder": party_of(actor.own_party_id),
        "contact": person,
        "edition": _edition(tender),
        "texts": sealing_texts(),
        "sealing": {
            "form": form_value(asked),
            "key": list(bidding.editions.values())[-1][1],
            "lot": lot_code,
            "bidder": bidding.party_identifier,
            "begin": reverse("begin-bid", args=[tender_id, lot_code]),
            "submit": reverse("submit-bid", args=[tender_id, lot_code]),
        },
    }


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row_of(rows: list[RegisterEntry], number: str) -> RegisterEntry:
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise not_found()
    return found


def _receipt(
    request: HttpRequest, actor: Actor, tender_id: int, rows: list[RegisterEntry], bid_number: str
) -> Shown:
    tender = tender_of(tender_id)
    row = _row_of(rows, bid_number)
    return "tendering/bid_receipt.html", {
        **frame_of(actor, tender, "tender-bids"),
        "row": row,
        "standing": row.number in {one.number for one in standing_in(rows)},
        "late": row.kind == EntryKind.LATE,
        "root": root_of(tender_id),
    }


receipt = _refusals("read_bid")(_with_own(page()(_receipt)))


def _receipt_file(
    request: HttpRequest, actor: Actor, tender_id: int, rows: list[RegisterEntry], bid_number: str
) -> HttpResponse:
    return _file(receipt_of(_row_of(rows, bid_number)), f"receipt-{bid_number[:8]}.json")


receipt_download = _refusals("read_bid")(_with_own(page()(_receipt_file)))


@_refusals("read_proof")
@_with_own
def proof_download(
    request: HttpRequest, tender_id: int, rows: list[RegisterEntry], bid_number: str
) -> HttpResponse:
    """The proof of one of one's own entries; made by who keeps the register."""
    actor = actor_of(request)
    try:
        _row_of(rows, bid_number)
        with reading(actor):
            owner_id = tender_of(tender_id).owner_id
        with reading(register_keeper(owner_id)):
            data = proof_of(tender_id, bid_number)
    except Refused as refused:
        return refusal_page(request, refused)
    return _file(data, f"proof-{bid_number[:8]}.json")


def _again(
    request: HttpRequest, actor: Actor, tender_id: int, refused: Refused | None = None,
    **named: Any,
) -> Shown:  # fmt: skip
    tender = tender_of(tender_id)
    return "tendering/bid_refused.html", {
        **frame_of(actor, tender, "tender-bids"), "refused": refused,
    }  # fmt: skip


@act(again=_again)
def withdraw(request: HttpRequest, actor: Actor, tender_id: int, bid_number: str) -> Answer:
    """Withdraw a bid that stands."""
    own_rows(actor, tender_id)
    row = tried(
        actor, withdraw_bid, tender_id,
        inputs={"tender_id": tender_id, "number": bid_number},
    )  # fmt: skip
    return Answer(
        to=reverse("bid-receipt", args=[tender_id, row.number]),
        message=_("The bid is withdrawn. This is the receipt of it."),
    )


@act(again=_again)
def send_file(request: HttpRequest, actor: Actor, tender_id: int, lot_code: str) -> Answer:
    """Send in a bid that was sealed by the command, as one file."""
    file = request.FILES.get("sealed_file")
    if file is None:
        raise Refused(
            "form-incomplete", _("Something in the form is missing or wrong."), status=422
        )
    row = sent_whole(actor, tender_id, lot_code, file)
    return Answer(
        to=reverse("bid-receipt", args=[tender_id, row.number]),
        message=_("The bid has come in. This is its receipt; keep the file."),
    )
