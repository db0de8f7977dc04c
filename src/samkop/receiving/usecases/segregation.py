"""Above a limit somebody else receives than who approved: setting it, and holding to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require
from samkop.receiving.models import SegregationLimit
from samkop.receiving.policies import may_set_segregation_limit
from samkop.receiving.queries.segregation import approved_above_limit

HIGHEST_CENTS = 10**14


def set_segregation_limit(
    *, actor: Actor, now: datetime, limit_cents: int | None, valid_from: date
) -> SegregationLimit:
    """Say above what sum, from a day on, who approved an order may not receive its goods.

    In cents of the organisation's currency, without VAT; None: there is no limit any more.
    Raises Refused: ``not-allowed``, ``limit-out-of-range``, ``first-day-past``,
    ``day-decided``.
    """
    require(may_set_segregation_limit(actor))
    if limit_cents is not None and not 0 <= limit_cents <= HIGHEST_CENTS:
        raise Refused(
            "limit-out-of-range",
            _("Write a sum of nothing or more, or leave it empty for no limit."), status=422,
            fields={"limit": _("Write a sum of nothing or more, or leave it empty.")},
        )  # fmt: skip
    party = party_of(actor.own_party_id)
    if valid_from < day_of(now, party.time_zone):
        raise Refused(
            "first-day-past", _("What was decided in the past stands. Choose today or later."),
            fields={"valid_from": _("Choose today or a later day.")},
        )  # fmt: skip
    if SegregationLimit.objects.filter(party_id=party.pk, valid_from=valid_from).exists():
        raise Refused(
            "day-decided", _("Something else was decided for this day. Choose another day."),
            fields={"valid_from": _("Choose another day.")},
        )  # fmt: skip
    return create(
        SegregationLimit(
            party_id=party.pk, limit_cents=limit_cents, currency=party.currency,
            valid_from=valid_from, decided_by_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip


def require_not_approver(actor: Actor, now: datetime, order_ids: Iterable[int]) -> None:
    """Refuse ``receiver-approved`` where the actor approved one of them, and it is above the limit.

    Domain: receiver and approver differ above a limit.
    """
    day = day_of(now, party_of(actor.own_party_id).time_zone)
    number = approved_above_limit(order_ids, actor.own_party_id, actor.own_person_id, day)
    if number is not None:
        raise Refused(
            "receiver-approved",
            _("You approved order %(order)s, which is above the sum up to which one person may"
              " do both. Let somebody else receive its goods: an ICT manager, an installer, or"
              " who asked for them."),
            order=number,
        )  # fmt: skip
