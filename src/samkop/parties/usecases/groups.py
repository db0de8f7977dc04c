"""Groups of people: made by the party, with dated members."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.models import GroupMember, PersonGroup
from samkop.parties.policies import may_manage_groups
from samkop.parties.queries import group_of, meets, member_at
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def add_group(
    *, actor: Actor, now: datetime, party_id: int, code: str, name: str = ""
) -> PersonGroup:
    """Make a group under the party's own code; without a name the code is one.

    Refuses ``not-allowed``, ``code-missing``, ``code-taken``.
    """
    require(may_manage_groups(actor, party_id))
    code = code.strip()
    if not code:
        sentence = _("Give the code that your organisation uses.")
        raise Refused("code-missing", sentence, status=422, fields={"code": sentence})
    if PersonGroup.objects.filter(party_id=party_id, code=code).exists():
        sentence = _("This code is in use already: choose another.")
        raise Refused("code-taken", sentence, fields={"code": sentence})
    return create(PersonGroup(party_id=party_id, code=code, name=name.strip() or code))


def add_group_member(
    *,
    actor: Actor,
    now: datetime,
    group_id: int,
    email: str,
    valid_from: date,
    valid_until: date | None = None,
) -> GroupMember:
    """Take a member of the party, by address, into a group from a day on until another.

    Refuses ``not-allowed``, ``not-found`` (group), ``person-unknown`` (no member has the
    address), ``dates-reversed``, ``group-member-already`` (in the group on one of the days).
    """
    group = group_of(group_id)
    require(may_manage_groups(actor, group.party_id))
    person_id = member_at(group.party_id, email)
    _check_dates(valid_from, valid_until)
    known = GroupMember.objects.filter(
        meets(valid_from, valid_until), group=group, person_id=person_id
    )
    if known.exists():
        sentence = _("The person is in this group already on one of these days.")
        raise Refused("group-member-already", sentence, fields={"email": sentence})
    return create(
        GroupMember(
            group=group, party_id=group.party_id, person_id=person_id,
            valid_from=valid_from, valid_until=valid_until,
        )
    )  # fmt: skip


def end_group_member(
    *, actor: Actor, now: datetime, group_member_id: int, valid_until: date
) -> GroupMember:
    """Let somebody leave a group after a last day; who has left comes back as a new member.

    Refuses ``not-allowed``, ``not-found``, ``dates-reversed``, ``group-member-left`` (earlier
    than that already).
    """
    found = GroupMember.objects.filter(id=group_member_id).first()
    if found is None:
        raise not_found()
    require(may_manage_groups(actor, found.party_id))
    _check_dates(found.valid_from, valid_until)
    if found.valid_until is not None and found.valid_until < valid_until:
        sentence = _("The person leaves the group earlier than that. Take the person in anew.")
        raise Refused("group-member-left", sentence, fields={"valid_until": sentence})
    return change(found, valid_until=valid_until)


def _check_dates(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        sentence = _("The last day lies before the first.")
        raise Refused("dates-reversed", sentence, status=422, fields={"valid_until": sentence})
