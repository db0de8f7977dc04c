"""Deciding who receives the invoices, and what passes without a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.invoicing.models import InvoiceReception, MatchTolerance
from samkop.invoicing.policies import may_decide_reception
from samkop.invoicing.vocabulary import ReceptionWay
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

# In cents, thousandths, pieces and days.
HIGHEST = 30_000


@dataclass(frozen=True, kw_only=True)
class Passing:
    """What passes without a person: the fields of ``models.MatchTolerance``."""

    price_permille: int = 0
    price_cents: int = 0
    total_cents: int | None = None
    quantity: int = 0
    charge_cents: int = 0
    charge_permille: int = 0
    days_early: int = 0


def choose_reception(
    *, actor: Actor, now: datetime, way: str, valid_from: date
) -> InvoiceReception:
    """Choose who receives and matches the organisation's invoices, from a day on.

    Raises Refused: ``not-allowed``, ``way-unknown``, ``first-day-past``, ``day-decided``.
    """
    require(may_decide_reception(actor))
    if way not in ReceptionWay.values:
        raise Refused(
            "way-unknown", _("Choose one of the three ways."), status=422,
            fields={"way": _("Choose one of the three ways.")},
        )  # fmt: skip
    _check_day(InvoiceReception, actor.own_party_id, valid_from, now)
    return create(
        InvoiceReception(
            party_id=actor.own_party_id, way=way, valid_from=valid_from,
            decided_by_id=actor.own_person_id, at=now,
        )
    )  # fmt: skip


def set_tolerances(
    *, actor: Actor, now: datetime, passing: Passing, valid_from: date
) -> MatchTolerance:
    """Say what passes without a person, for invoices that come in from a day on.

    Those of that day that have come already are matched again.
    Raises Refused: ``not-allowed``, ``tolerance-out-of-range``, ``first-day-past``,
    ``day-decided``.
    """
    require(may_decide_reception(actor))
    values = asdict(passing)
    if any(value is not None and not 0 <= value <= HIGHEST for value in values.values()):
        raise Refused(
            "tolerance-out-of-range",
            _("A tolerance lies between nothing and 300 (per cent, currency units, or days)."),
            status=422,
        )
    _check_day(MatchTolerance, actor.own_party_id, valid_from, now)
    tell("tolerances-set", buyer_id=actor.own_party_id, valid_from=valid_from.isoformat())
    return create(
        MatchTolerance(
            party_id=actor.own_party_id, valid_from=valid_from,
            decided_by_id=actor.own_person_id, at=now, **values,
        )
    )  # fmt: skip


def _check_day(
    model: type[InvoiceReception | MatchTolerance], party_id: int, day: date, now: datetime
) -> None:
    if day < day_of(now, party_of(party_id).time_zone):
        raise Refused(
            "first-day-past", _("What was decided in the past stands. Choose today or later."),
            fields={"valid_from": _("Choose today or a later day.")},
        )  # fmt: skip
    if model._default_manager.filter(party_id=party_id, valid_from=day).exists():
        raise Refused(
            "day-decided", _("Something else was decided for this day. Choose another day."),
            fields={"valid_from": _("Choose another day.")},
        )  # fmt: skip
