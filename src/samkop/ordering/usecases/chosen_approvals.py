"""Approving several requisitions at once: by a job, each in a transaction of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Requisition
from samkop.ordering.policies import may_decide
from samkop.ordering.queries.chosen_approvals import approval_run_of
from samkop.parties.usecases.jobs import stop_job
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.models import JobRun
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

TASK = "approve-chosen"
MOST = 200


def start_approvals(*, actor: Actor, now: datetime, requisition_ids: Iterable[int]) -> JobRun:
    """Ask for these requisitions to be approved in one's own name, the oldest first.

    Whether each may be is asked when its turn comes. Asked twice for the same ones before it
    has ended, it is one job. Raises Refused: ``not-allowed``, ``none-chosen``,
    ``too-many-chosen``, ``not-found``.
    """
    require(may_decide(actor))
    chosen = sorted(set(requisition_ids))
    if not chosen:
        raise Refused(
            "none-chosen", _("Choose the requisitions that you want to approve."), status=422
        )
    if len(chosen) > MOST:
        raise Refused(
            "too-many-chosen",
            _("At most %(most)s requisitions are approved at once. Choose fewer."),
            status=422, most=MOST,
        )  # fmt: skip
    party_id, person_id = actor.own_party_id, actor.own_person_id
    if Requisition.objects.filter(party_id=party_id, id__in=chosen).count() != len(chosen):
        raise not_found()
    runs = JobRun.objects.filter(party_id=party_id, person_id=person_id, task=TASK)
    ended = runs.filter(inputs__requisitions=chosen, ended_at__isnull=False).count()
    digest = hashlib.sha256(repr(chosen).encode()).hexdigest()
    return start_job(
        actor=actor, now=now, task=TASK, key=f"{person_id}:{digest}:{ended}",
        inputs={"requisitions": chosen},
    )  # fmt: skip


def stop_approvals(*, actor: Actor, now: datetime, run_id: int) -> JobRun:
    """Stop one's own before the next requisition; one at its end stays as it ended.

    Raises Refused ``not-found``.
    """
    found = approval_run_of(actor.own_party_id, actor.own_person_id, TASK, run_id)
    return stop_job(actor=actor, now=now, run_id=found.pk)
