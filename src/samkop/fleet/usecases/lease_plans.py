"""Plans of leases: terms of an agreement on financing, written by whoever runs it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from samkop.agreements.queries import agreement_of
from samkop.core.leasing import Terms
from samkop.fleet.models import LeasePlan
from samkop.fleet.policies import may_keep_plans
from samkop.fleet.queries.leases import plan_of
from samkop.fleet.vocabulary import LONGEST_TERM, START_EVERY
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

WHOLE, MILLION = 1000, 1_000_000
DAYS_OF_A_MONTH = range(28, 32)
MOST_MONTHS = 24


def add_lease_plan(
    *, actor: Actor, now: datetime, agreement_id: int, name: str, terms: Terms,
    valid_from: date, start_every: int = 3,
) -> LeasePlan:  # fmt: skip
    """Add a plan to an agreement whose supplier finances.

    Raises Refused: ``not-found``, ``not-allowed``, ``lease-plan-known``, ``lease-plan-wrong``
    with the fields.
    """
    agreement = agreement_of(agreement_id)
    require(may_keep_plans(actor, agreement))
    name = name.strip()[:80]
    wrong = _wrong_fields(terms, start_every) | (set() if name else {"name"})
    if wrong:
        sentence = _("These terms cannot be: correct them.")
        raise Refused(
            "lease-plan-wrong", sentence, status=422, fields=dict.fromkeys(wrong, sentence)
        )
    if LeasePlan.objects.filter(agreement=agreement, name=name).exists():
        sentence = _("The agreement has a plan of this name. Give this one another.")
        raise Refused("lease-plan-known", sentence, fields={"name": sentence})
    return create(
        LeasePlan(
            agreement=agreement, financier_id=agreement.supplier_id, name=name,
            months=terms.months, rent_ppm=terms.rent_ppm,
            residual_permille=terms.residual_permille, in_advance=terms.in_advance,
            interim_days=terms.interim_days, start_every=start_every,
            notice_months=terms.notice_months, extension_months=terms.extension_months,
            penalty_permille=terms.penalty_permille, valid_from=valid_from,
        )
    )  # fmt: skip


def end_lease_plan(*, actor: Actor, now: datetime, plan_id: int, valid_until: date) -> models.Model:
    """No lease begins on it after a day; those that have begun keep it.

    Raises Refused: ``not-found``, ``not-allowed``.
    """
    plan = plan_of(plan_id)
    require(may_keep_plans(actor, plan.agreement))
    return change(plan, valid_until=valid_until)


def _wrong_fields(terms: Terms, start_every: int) -> set[str]:
    fine = {
        "months": 1 <= terms.months <= LONGEST_TERM,
        "rent": 1 <= terms.rent_ppm <= MILLION,
        "residual": 0 <= terms.residual_permille <= WHOLE,
        "penalty": 0 <= terms.penalty_permille <= WHOLE,
        "interim_days": terms.interim_days in DAYS_OF_A_MONTH,
        "start_every": start_every in START_EVERY,
        "notice_months": 0 <= terms.notice_months <= MOST_MONTHS,
        "extension_months": 1 <= terms.extension_months <= MOST_MONTHS,
    }  # fmt: skip
    return {name for name, right in fine.items() if not right}
