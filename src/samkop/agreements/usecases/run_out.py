"""How long the next tender takes, and the alarm before it has to start."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.policies import RUNS
from samkop.agreements.queries import agreement_of, ceiling_of, day_of, forecast_of
from samkop.agreements.rules import Stage
from samkop.agreements.usecases.agreement import locked
from samkop.agreements.vocabulary import LONGEST_LEAD_MONTHS, RUNNING
from samkop.parties.queries import people_with_role
from samkop.platform.actors import Actor
from samkop.platform.notifications import notify
from samkop.platform.records import change, subject_of
from samkop.platform.refusals import Refused

NOTICE_OF = {Stage.NEAR: "tender-due", Stage.OVERDUE: "tender-overdue"}


def set_tender_lead(
    *, actor: Actor, now: datetime, agreement_id: int, months: int
) -> FrameworkAgreement:
    """Set how many months the next tender takes, from its start to its agreement.

    In any state: it is the purchasing body's own planning, and no term of the agreement.
    Raises Refused: ``not-found``, ``not-allowed``, ``tender-lead-out-of-bounds``.
    """
    agreement = locked(actor, agreement_id)
    if not 0 <= months <= LONGEST_LEAD_MONTHS:
        raise Refused(
            "tender-lead-out-of-bounds",
            _("A tender takes between 0 and %(most)s months. Correct the number."),
            status=422, most=LONGEST_LEAD_MONTHS,
        )  # fmt: skip
    return change(agreement, tender_lead_months=months)


def warn_of_run_out(*, actor: Actor, now: datetime, agreement_id: int) -> bool:
    """Tell those who run an agreement that its next tender has to start soon, or should have.

    Returns whether there was anything to tell on this day.
    """
    agreement, ceiling = agreement_of(agreement_id), ceiling_of(agreement_id)
    today = day_of(agreement.purchasing_body, now)
    if ceiling is None or agreement.state not in RUNNING:
        return False
    outcome = forecast_of(agreement, ceiling, today).outcome
    stage = outcome.stage(today)
    if stage is None:
        return False
    runner_id = agreement.purchasing_body_id
    people = [one.pk for role in sorted(RUNS) for one in people_with_role(runner_id, role, today)]
    notify(
        party_id=runner_id,
        person_ids=people,
        kind=NOTICE_OF[stage],
        subject=subject_of(agreement),
        facts={
            "number": agreement.number,
            "ends_on": outcome.ends_on.isoformat(),
            "start_on": outcome.start_by.isoformat(),
            "months": agreement.tender_lead_months,
        },
        url=reverse("agreement-run-out", args=[agreement.pk]),
    )
    return True
