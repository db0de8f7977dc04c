"""Reads: mini-competitions of a rule of call-off, and who can perform in one."""

from __future__ import annotations

from datetime import date

from samkop.agreements.models import FrameworkAgreement, MiniCompetition
from samkop.agreements.queries.agreements import ceiling_of, room_of
from samkop.agreements.queries.call_off import places_of
from samkop.agreements.vocabulary import ORDERABLE


def competitions_of(rule_id: int) -> list[MiniCompetition]:
    """The mini-competitions that one may see, with what came of each, the newest first."""
    rows = MiniCompetition.objects.filter(rule_id=rule_id).select_related("tender")
    return list(rows.prefetch_related("results__agreement__supplier").order_by("-id"))


def able_to_perform(rule_id: int, cents: int, day: date) -> list[FrameworkAgreement]:
    """The agreements from which so much can be ordered on a day, by their ranks."""
    return [one for one in places_of(rule_id) if _can(one, cents, day)]


def _can(agreement: FrameworkAgreement, cents: int, day: date) -> bool:
    if agreement.state not in ORDERABLE or not agreement.valid_from <= day <= agreement.valid_until:
        return False
    ceiling = ceiling_of(agreement.pk)
    return ceiling is not None and room_of(ceiling) >= cents
