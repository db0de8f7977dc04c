"""Reads of an approval of several requisitions at once."""

from __future__ import annotations

from collections.abc import Iterable

from samkop.ordering.models import Requisition
from samkop.ordering.queries.approvals import with_chain
from samkop.platform.models import JobRun
from samkop.platform.refusals import not_found


def approval_run_of(party_id: int, person_id: int, task: str, run_id: int) -> JobRun:
    """A job that this person asked for. Raises Refused ``not-found``."""
    found = JobRun.objects.filter(
        id=run_id, party_id=party_id, person_id=person_id, task=task
    ).first()
    if found is None:
        raise not_found()
    return found


def chosen_requisitions(party_id: int, ids: Iterable[int]) -> list[Requisition]:
    """The party's requisitions of these ids with their decisions, the oldest first."""
    found = with_chain(Requisition.objects.filter(party_id=party_id, id__in=list(ids)))
    return list(found.select_related("requester", "recipient", "cost_centre").order_by("id"))
