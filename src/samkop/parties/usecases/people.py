"""People: registered by a party, members of one or more, in dated roles."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.models import (
    CostCentre,
    DeliveryLocation,
    Membership,
    Person,
    RoleAssignment,
)
from samkop.parties.policies import may_manage_people
from samkop.parties.queries import membership_of, person_of, registered_emails
from samkop.parties.rules import holds_on, is_email, normal_email
from samkop.parties.vocabulary import LANGUAGES, LONGEST_NAME, RoleName
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def register_person(
    *, actor: Actor, now: datetime, party_id: int, name: str, email: str, language: str = "sv"
) -> Person:
    """Register a person for a party; membership and roles are given separately.

    Refuses ``not-allowed``, ``name-missing``, ``name-too-long``, ``email-wrong``,
    ``language-unknown``, ``email-registered-already``.
    """
    require(may_manage_people(actor, party_id))
    email = normal_email(email)
    if not name.strip():
        sentence = _("Give the person's name.")
        raise Refused("name-missing", sentence, status=422, fields={"name": sentence})
    if len(name.strip()) > LONGEST_NAME:
        sentence = _("The name is too long: shorten it to %(longest)s characters.")
        text = str(sentence) % {"longest": LONGEST_NAME}
        raise Refused("name-too-long", text, status=422, fields={"name": text})
    if not is_email(email):
        sentence = _("This is no e-mail address: write it as name@example.org.")
        raise Refused("email-wrong", sentence, status=422, fields={"email": sentence})
    if language not in LANGUAGES:
        sentence = _("The languages are sv, fi and en.")
        raise Refused("language-unknown", sentence, status=422, fields={"language": sentence})
    if registered_emails([email]):
        sentence = _(
            "A person with this address is registered already. If another organisation did,"
            " ask the operator to add the membership."
        )
        raise Refused("email-registered-already", sentence, fields={"email": sentence})
    return create(
        Person(name=name.strip(), email=email, language=language, registered_by_id=party_id)
    )


def add_membership(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    party_id: int,
    valid_from: date,
    valid_until: date | None = None,
    cost_centre_id: int | None = None,
    delivery_location_id: int | None = None,
) -> Membership:
    """Make a person a member of a party; cost centre and site are the party's own.

    Refuses ``not-allowed``, ``not-found`` (person, cost centre, site), ``member-already``,
    ``dates-reversed``.
    """
    require(may_manage_people(actor, party_id))
    person_of(person_id)
    _check_dates(valid_from, valid_until)
    if Membership.objects.filter(person_id=person_id, party_id=party_id).exists():
        raise Refused("member-already", _("The person is a member of this organisation already."))
    for model, thing_id in ((CostCentre, cost_centre_id), (DeliveryLocation, delivery_location_id)):
        if thing_id is None:
            continue
        if not model._default_manager.filter(id=thing_id, party_id=party_id).exists():
            raise not_found()
    return create(
        Membership(
            person_id=person_id, party_id=party_id, valid_from=valid_from,
            valid_until=valid_until, cost_centre_id=cost_centre_id,
            delivery_location_id=delivery_location_id,
        )
    )  # fmt: skip


def assign_role(
    *,
    actor: Actor,
    now: datetime,
    person_id: int,
    party_id: int,
    role: str,
    valid_from: date,
    valid_until: date | None = None,
) -> RoleAssignment:
    """Give a member a role, from a day on and perhaps until another (which counts).

    Refuses ``not-allowed``, ``not-found`` (no member), ``role-unknown``, ``role-held-already``,
    ``dates-reversed``.
    """
    require(may_manage_people(actor, party_id))
    membership = membership_of(person_id, party_id)
    _check_dates(valid_from, valid_until)
    if role not in RoleName.values:
        raise Refused("role-unknown", _("There is no role “%(role)s”."), status=422, role=role)
    held = RoleAssignment.objects.filter(membership=membership, role=role)
    if any(
        holds_on(valid_from, known.valid_from, known.valid_until)
        or holds_on(known.valid_from, valid_from, valid_until)
        for known in held
    ):
        raise Refused("role-held-already", _("The person has this role in that time already."))
    return create(
        RoleAssignment(
            membership=membership, person_id=person_id, party_id=party_id, role=role,
            valid_from=valid_from, valid_until=valid_until,
        )
    )  # fmt: skip


def end_role(
    *, actor: Actor, now: datetime, role_assignment_id: int, valid_until: date
) -> RoleAssignment:
    """End a role after its last day.

    Refuses ``not-allowed``, ``not-found``, ``dates-reversed``, ``role-ended-already``.
    """
    assignment = RoleAssignment.objects.filter(id=role_assignment_id).first()
    if assignment is None:
        raise not_found()
    require(may_manage_people(actor, assignment.party_id))
    _check_dates(assignment.valid_from, valid_until)
    if assignment.valid_until is not None and assignment.valid_until < valid_until:
        raise Refused("role-ended-already", _("The role ends earlier than that already."))
    return change(assignment, valid_until=valid_until)


def _check_dates(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        sentence = _("The last day lies before the first.")
        raise Refused("dates-reversed", sentence, status=422, fields={"valid_until": sentence})
