"""The first look after the deadline publishes the root, where the worker has not yet."""

from __future__ import annotations

from django.http import HttpRequest

from samkop.platform.pages.page import actor_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.queries.register import is_over, register_keeper, root_of
from samkop.tendering.queries.tenders import tender_of
from samkop.tendering.usecases.register_root import publish_root
from samkop.tendering.vocabulary import TenderState


def look_at_root(request: HttpRequest, tender_id: int) -> None:
    """Publish the root if it is time and has not been done; a tender that is not seen is not."""
    actor = actor_of(request)
    try:
        with reading(actor):
            tender = tender_of(tender_id)
            due = tender.state == TenderState.OPEN and is_over(tender) and not root_of(tender_id)
    except Refused:
        return
    if due:
        perform(register_keeper(tender.owner_id), publish_root, tender_id=tender_id)
