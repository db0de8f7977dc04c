"""Keeping the register of authority."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import ApprovalAuthority
from samkop.ordering.policies import may_keep_register
from samkop.parties.models import CostCentre, Party
from samkop.parties.queries import people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def grant_authority(
    *, actor: Actor, now: datetime, person_id: int, cost_centre_id: int | None, limit_cents: int,
    currency: str = "", valid_from: date | None = None, valid_until: date | None = None,
) -> ApprovalAuthority:  # fmt: skip
    """Enter into the register of authority who may approve how much, from when until when.

    ``limit_cents`` without VAT, in ``currency`` (the organisation's own if empty), from
    ``valid_from`` (today if not given; a past day is refused) until the end of
    ``valid_until``. Raises Refused: ``authority-for-oneself``, ``not-an-approver``,
    ``cost-centre-unknown``, ``limit-not-positive``, ``first-day-past``, ``dates-reversed``.
    """
    require(may_keep_register(actor))
    party = Party.objects.get(id=actor.own_party_id)
    today = day_of(now, party.time_zone)
    first = valid_from or today
    _check_person(actor, person_id, max(first, today))
    _check_limit(limit_cents)
    _check_cost_centre(party.pk, cost_centre_id)
    _check_days(first, valid_until, today)
    return create(
        ApprovalAuthority(
            party=party, person_id=person_id, cost_centre_id=cost_centre_id,
            limit_cents=limit_cents, currency=currency or party.currency, valid_from=first,
            valid_until=valid_until, granted_by_id=actor.person_id,
        )
    )  # fmt: skip


def end_authority(
    *, actor: Actor, now: datetime, authority_id: int, valid_until: date
) -> ApprovalAuthority:
    """End an entry of the register with a day; that day is the last on which it holds.

    Yesterday ends it now. An end is only ever moved nearer: more is a new entry. Raises
    Refused: ``not-found``, ``authority-ended``, ``last-day-past``, ``authority-not-longer``.
    """
    require(may_keep_register(actor))
    authority = ApprovalAuthority.objects.select_for_update(of=("self",)).filter(
        id=authority_id, party_id=actor.own_party_id
    ).first()  # fmt: skip
    if authority is None:
        raise not_found()
    today = day_of(now, Party.objects.get(id=actor.own_party_id).time_zone)
    yesterday = today - timedelta(days=1)
    if authority.valid_until is not None and authority.valid_until < today:
        raise Refused("authority-ended", _("This authority has ended already."))
    if valid_until < yesterday:
        raise _field_refused(
            "last-day-past", "valid_until",
            _("What was decided in the past stands. Choose yesterday or a later day."),
        )  # fmt: skip
    if authority.valid_until is not None and valid_until > authority.valid_until:
        raise _field_refused(
            "authority-not-longer", "valid_until",
            _("An authority is not made longer. Enter a new one for the days after it."),
        )  # fmt: skip
    # One that has not begun is taken back whole.
    last = max(valid_until, authority.valid_from - timedelta(days=1))
    return change(authority, valid_until=last)


def _check_person(actor: Actor, person_id: int, on: date) -> None:
    if person_id == actor.person_id:
        raise _field_refused(
            "authority-for-oneself", "person",
            _("Nobody enters himself into the register. Ask a colleague to do it."),
        )  # fmt: skip
    held = people_with_role(actor.own_party_id, RoleName.APPROVER, on)
    if not held.filter(id=person_id).exists():
        raise _field_refused(
            "not-an-approver", "person",
            _("Only who is an approver in your organisation on the first day can be given"
              " authority. Give the role first."),
        )  # fmt: skip


def _check_limit(limit_cents: int) -> None:
    if limit_cents <= 0:
        raise _field_refused(
            "limit-not-positive", "limit", _("Give an amount above zero."), status=422
        )


def _check_cost_centre(party_id: int, cost_centre_id: int | None) -> None:
    if cost_centre_id is None:
        return
    if not CostCentre.objects.filter(party_id=party_id, id=cost_centre_id, active=True).exists():
        raise _field_refused(
            "cost-centre-unknown", "cost_centre",
            _("Choose one of your organisation's cost centres."), status=422,
        )  # fmt: skip


def _check_days(first: date, last: date | None, today: date) -> None:
    if first < today:
        raise _field_refused(
            "first-day-past", "valid_from",
            _("Authority is not given for days that have passed. Choose today or a later day."),
        )  # fmt: skip
    if last is not None and last < first:
        raise _field_refused(
            "dates-reversed", "valid_until", _("The last day lies before the first."), status=422
        )


def _field_refused(code: str, field: str, sentence: Promise, *, status: int = 409) -> Refused:
    return Refused(code, sentence, status=status, fields={field: sentence})
