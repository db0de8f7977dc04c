"""Naming somebody who stands in for an absent approver."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import ApprovalDelegation
from samkop.ordering.policies import may_delegate, may_delegate_for_others
from samkop.parties.models import Party
from samkop.parties.queries import people_with_role
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST = timedelta(days=366)


def delegate_approvals(
    *, actor: Actor, now: datetime, delegate_id: int, valid_from: date, valid_until: date,
    approver_id: int | None = None,
) -> ApprovalDelegation:  # fmt: skip
    """Let an approver of the organisation decide for one who is away, both days included.

    For oneself, or, by the ICT manager or administrator, for ``approver_id``. Authority
    that was lent is not lent on. Raises Refused: ``not-allowed``, ``not-an-approver``,
    ``delegate-is-oneself``, ``delegate-named-by-himself``, ``first-day-past``,
    ``dates-reversed``, ``delegation-too-long``, ``delegation-overlaps``,
    ``delegation-chain``.
    """
    approver = actor.own_person_id if approver_id is None else approver_id
    own = approver == actor.own_person_id
    require(may_delegate(actor) if own else may_delegate_for_others(actor))
    hold("delegations", actor.own_party_id)
    party = Party.objects.get(id=actor.own_party_id)
    _check_days(valid_from, valid_until, day_of(now, party.time_zone))
    _check_people(actor, party.pk, approver, delegate_id, valid_from)
    _check_others(party.pk, approver, delegate_id, valid_from, valid_until)
    made = create(
        ApprovalDelegation(
            party=party, approver_id=approver, delegate_id=delegate_id, valid_from=valid_from,
            valid_until=valid_until, entered_by_id=actor.own_person_id, entered_at=now,
        )
    )  # fmt: skip
    tell("approvals-delegated", delegation_id=made.pk)
    return made


def end_delegation(*, actor: Actor, now: datetime, delegation_id: int) -> ApprovalDelegation:
    """End a delegation now: yesterday becomes its last day, and decisions made stand.

    By the approver, the delegate, the ICT manager or the administrator. Raises Refused:
    ``not-found``, ``not-allowed``, ``delegation-ended``.
    """
    found = ApprovalDelegation.objects.select_for_update().filter(
        id=delegation_id, party_id=actor.own_party_id
    ).first()  # fmt: skip
    if found is None:
        raise not_found()
    concerned = actor.own_person_id in {found.approver_id, found.delegate_id}
    require(concerned or may_delegate_for_others(actor))
    today = day_of(now, Party.objects.get(id=actor.own_party_id).time_zone)
    if found.valid_until < today:
        raise Refused("delegation-ended", _("This delegation has ended already."))
    last = max(today, found.valid_from) - timedelta(days=1)
    return change(found, valid_until=last)


def _check_days(first: date, last: date, today: date) -> None:
    if first < today:
        raise _at("valid_from", "first-day-past", _("Choose today or a later day."))
    if last < first:
        raise _at("valid_until", "dates-reversed", _("The last day lies before the first."))
    if last - first > LONGEST:
        raise _at(
            "valid_until", "delegation-too-long",
            _("A delegation lasts at most a year. Enter lasting authority into the register."),
        )  # fmt: skip


def _check_people(actor: Actor, party_id: int, approver: int, delegate: int, on: date) -> None:
    if approver == delegate:
        raise _at("delegate", "delegate-is-oneself", _("Choose somebody else as delegate."))
    if delegate == actor.own_person_id:
        raise _at(
            "delegate", "delegate-named-by-himself",
            _("Nobody makes himself a delegate. Ask the absent approver or a colleague."),
        )  # fmt: skip
    approving = people_with_role(party_id, RoleName.APPROVER, on)
    if not approving.filter(id=delegate).exists():
        raise _at(
            "delegate", "not-an-approver",
            _("Only an approver of your organisation can stand in. Give the role first."),
        )  # fmt: skip


def _check_others(party_id: int, approver: int, delegate: int, first: date, last: date) -> None:
    """One delegate at a time, and no chains: who stands in is not away himself."""
    meanwhile = ApprovalDelegation.objects.filter(
        party_id=party_id, valid_from__lte=last, valid_until__gte=first
    )
    if meanwhile.filter(approver_id=approver).exists():
        raise _at(
            "valid_from", "delegation-overlaps",
            _("Somebody stands in on some of these days already. End that delegation first."),
        )  # fmt: skip
    if meanwhile.filter(Q(approver_id=delegate) | Q(delegate_id=approver)).exists():
        raise _at(
            "delegate", "delegation-chain",
            _("One of the two stands in for, or is replaced by, somebody else on these days."
              " Lent authority is not lent on: choose another delegate."),
        )  # fmt: skip


def _at(field: str, code: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, fields={field: sentence})
