"""The files of an opened bid, for who runs the tender and who marks the lot."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from samkop.platform.actors import Actor
from samkop.platform.pages import page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import not_found
from samkop.tendering.models import OpenedBid, OpenedFile
from samkop.tendering.pages.noted import noted
from samkop.tendering.policies import may_mark, may_run_tender
from samkop.tendering.queries.evaluation import bid_of, is_declared, own_appointments


@noted("read_opened_file")
@page()
def opened_file(
    request: HttpRequest, actor: Actor, tender_id: int, bid_id: int, opened_file_id: int
) -> HttpResponse:
    """A file as it was sent, to be kept and not to be shown: nobody vouches for what is in it."""
    bid = bid_of(tender_id, bid_id)
    allow(may_run_tender(actor, bid.tender) or _marks(actor, bid))
    found = OpenedFile.objects.filter(id=opened_file_id, bid=bid).first()
    if found is None:
        raise not_found()
    response = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


def _marks(actor: Actor, bid: OpenedBid) -> bool:
    """Whether the actor marks the bids on the lot, and has declared to have no conflict."""
    own = own_appointments(bid.tender_id, actor.person_id)
    return any(
        may_mark(actor, one) and one.lot_id == bid.lot_id and is_declared(one) for one in own
    )
