"""Reads: who there is, who belongs where, who acts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, DateField, Expression, F, Func, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.parties.models import (
    GroupMember,
    Membership,
    Party,
    Person,
    PersonGroup,
    RoleAssignment,
)
from samkop.parties.rules import normal_email
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.database.prepared import Asked, Rows, prepared
from samkop.platform.models import Account
from samkop.platform.refusals import Refused, not_found
from samkop.platform.tokens import digest_of
from samkop.platform.unit_of_work import current_unit, once

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Standing:
    """One organisation that a person belongs to today, and in which roles."""

    party: Party
    person: Person
    roles: frozenset[str]
    unread: int = 0  # notifications
    basket: int = 0  # things in the basket


class DayAt(Func):
    """The day that it is at a moment in a time zone: ``DayAt(now, F("party__time_zone"))``."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


def valid_on(today: date | Expression, prefix: str = "") -> Q:
    """The condition that something dated holds on a day; its last day counts."""
    until = Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": today})
    return Q(**{f"{prefix}valid_from__lte": today}) & until


def meets(first: date, last: date | None) -> Q:
    """The condition that something dated holds on one of these days at least; without a last
    day they have no end.
    """
    until = Q(valid_until__isnull=True) | Q(valid_until__gte=first)
    return until if last is None else until & Q(valid_from__lte=last)


def standings_of(person_id: int, now: datetime) -> list[Standing]:
    """Where the person belongs on each party's own day, the earliest first; one query."""
    return [
        Standing(
            m.party, m.person, held_by(m),
            **{name: getattr(m, name) for name in _counts()},
        )
        for m in _memberships(person_id, now)
    ]  # fmt: skip


def held_by(membership: Membership) -> frozenset[str]:
    """The roles held by it, of a membership that was read with them (``held``)."""
    return frozenset(membership.held)  # type: ignore[attr-defined]  # an annotation


@prepared
def _memberships(person_id: int, now: datetime) -> QuerySet[Membership]:
    """Each request of somebody signed in asks it."""
    today = DayAt(now, F("party__time_zone"))
    return (
        Membership.objects.filter(valid_on(today), person_id=person_id)
        .select_related("party", "person")
        .annotate(held=ArrayAgg("roles__role", filter=valid_on(today, "roles__"), default=[]))
        .annotate(**{name: count("person_id", "party_id") for name, count in _counts().items()})
        .order_by("valid_from", "id")
    )


@cache
def _counts() -> Mapping[str, Callable[[str, str], Expression]]:
    """What the header counts for each standing: annotations by name, of floors above too."""
    found: Mapping[str, Callable[[str, str], Expression]]
    found = import_string(settings.SAMKOP_STANDING_COUNTS)
    return found


def actor_in(account: Account, standings: list[Standing], party_id: int | None) -> Actor:
    """Who acts when this account is signed in, for the party chosen; its standings are read.

    Without a choice, or when the person no longer belongs there: for the first standing;
    without any standing: for no party.
    """
    if account.person_id is None:
        return Actor(kind=ActorKind.PERSON, name=account.email, reference=f"account-{account.pk}")
    if not standings:
        return actors.person(account.person_id, account.email)
    chosen = next((s for s in standings if s.party.pk == party_id), standings[0])
    return actors.person(account.person_id, chosen.person.name, chosen.party.pk, chosen.roles)


def parties_of_kind(*kinds: str) -> QuerySet[Party]:
    """The parties of these kinds, by name."""
    return Party.objects.filter(kind__in=kinds).order_by("legal_name", "id")


def party_by_identifier(scheme: str, identifier: str) -> Party | None:
    """The party with this identifier (ISO 6523 scheme, register's form), if there is one."""
    return Party.objects.filter(identifier_scheme=scheme, identifier=identifier).first()


def party_of(party_id: int) -> Party:
    """The party, asked once in a unit of work. Raises Party.DoesNotExist."""
    return once(_party, party_id)


def own_today() -> date:
    """The day that it is where the acting party is. Raises Refused ``not-allowed`` without one."""
    unit = current_unit()
    return day_of(unit.now, party_of(unit.actor.own_party_id).time_zone)


def _party(party_id: int) -> Party:
    found = next(iter(_parties(party_id)), None)
    if found is None:
        raise Party.DoesNotExist
    return found


def question_of_party(party_id: int) -> Asked:
    """What ``party_of`` asks, to be asked ahead."""
    return _parties.of(party_id)


@prepared
def _parties(party_id: int) -> QuerySet[Party]:
    return Party.objects.filter(id=party_id)


def person_of(person_id: int) -> Person:
    """The person. Raises Refused ``not-found`` when there is none that the actor may see."""
    person = next(iter(_people(person_id)), None)
    if person is None:
        raise not_found()
    return person


def question_of_person(person_id: int) -> Asked:
    """What ``person_of`` asks, to be asked ahead."""
    return _people.of(person_id)


@prepared
def _people(person_id: int) -> QuerySet[Person]:
    return Person.objects.filter(id=person_id)


def membership_of(person_id: int, party_id: int) -> Membership:
    """The membership, with cost centre and site. Raises Refused ``not-found``."""
    membership = (
        Membership.objects.filter(person_id=person_id, party_id=party_id)
        .select_related("person", "party", "cost_centre", "delivery_location")
        .first()
    )
    if membership is None:
        raise not_found()
    return membership


def member_at(party_id: int, email: str) -> int:
    """The id of the party's member with this address. Raises Refused ``person-unknown``."""
    members = Membership.objects.filter(party_id=party_id, person__email=normal_email(email))
    found = members.values_list("person_id", flat=True).first()
    if found is None:
        sentence = _("Nobody in your organisation has this address. Register the person first.")
        raise Refused("person-unknown", sentence, status=422, fields={"email": sentence})
    return int(found)


def people_with_role(party_id: int, role: str, today: date) -> QuerySet[Person]:
    """The people who hold the role in the party today, by name."""
    held = RoleAssignment.objects.filter(valid_on(today), party_id=party_id, role=role)
    members = Membership.objects.filter(valid_on(today), party_id=party_id)
    return Person.objects.filter(id__in=held.values("person_id"), memberships__in=members).order_by(
        "name", "id"
    )


def ids_with_any_role(party_id: int, roles: Iterable[str], today: date) -> list[int]:
    """Whoever holds at least one of the roles in the party today, in order of their ids."""
    held = RoleAssignment.objects.filter(valid_on(today), party_id=party_id, role__in=list(roles))
    members = Membership.objects.filter(valid_on(today), party_id=party_id)
    people = Person.objects.filter(id__in=held.values("person_id"), memberships__in=members)
    return sorted(set(people.values_list("id", flat=True)))


def colleagues_of(party_id: int, today: date, text: str = "") -> QuerySet[Person]:
    """The people who belong to the party today, by name; ``text`` is part of name or address."""
    members = Membership.objects.filter(valid_on(today), party_id=party_id)
    people = Person.objects.filter(id__in=members.values("person_id"))
    if text:
        people = people.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return people.order_by("sort_key", "id")


def registered_emails(emails: list[str]) -> set[str]:
    """Which of these addresses some organisation has registered, seen by the actor or not.

    Addresses are how people sign in, so they are unique over all organisations; the
    function returns no more than the address that was asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT samkop_registered_emails(%s)", [emails])
        return {email for (email,) in cursor.fetchall()}


def search_people(text: str, limit: int) -> list[Person]:
    """Members of the parties acted for whose name or address has this text, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM parties_search_people(%s, %s)", [text, limit])
        ids = [identity for (identity,) in cursor.fetchall()]
    found = Person.objects.in_bulk(ids)
    return [found[identity] for identity in ids if identity in found]


def holding(role: str, today: date | Expression) -> Q:
    """The memberships by which somebody holds the role today."""
    assigned = RoleAssignment.objects.filter(valid_on(today), role=role)
    return Q(id__in=assigned.values("membership_id"))


def members_of(party_id: int, today: date) -> QuerySet[Membership]:
    """The party's members who have not left, with ``held``: the roles they hold today."""
    return (
        Membership.objects.filter(party_id=party_id)
        .exclude(valid_until__lt=today)
        .select_related("person", "cost_centre", "delivery_location")
        .annotate(held=ArrayAgg("roles__role", filter=valid_on(today, "roles__"), default=[]))
    )


def roles_held_by(person_id: int, now: datetime) -> QuerySet[RoleAssignment]:
    """The roles that the person holds or will, in every party, by each party's own day."""
    return (
        RoleAssignment.objects.filter(person_id=person_id)
        .exclude(valid_until__lt=DayAt(now, F("party__time_zone")))
        .select_related("party")
        .order_by("party_id", "valid_from", "id")
    )


def roles_of(
    person_ids: Collection[int], party_id: int, today: date
) -> Mapping[int, frozenset[str]]:
    """By person, the roles held in the party today; none for who is no member. Two queries."""
    members = set(
        Membership.objects.filter(
            valid_on(today), person_id__in=person_ids, party_id=party_id
        ).values_list("person_id", flat=True)
    )
    held = RoleAssignment.objects.filter(
        valid_on(today), person_id__in=members, party_id=party_id
    ).values_list("person_id", "role")
    return _by_person(person_ids, held)


def group_of(group_id: int) -> PersonGroup:
    """A group. Raises Refused ``not-found``."""
    found = PersonGroup.objects.filter(id=group_id).first()
    if found is None:
        raise not_found()
    return found


def groups_of(party_id: int, today: date) -> QuerySet[PersonGroup]:
    """The party's groups by code, with ``size``: how many are in each today."""
    return (
        PersonGroup.objects.filter(party_id=party_id)
        .annotate(size=Count("members", filter=valid_on(today, "members__")))
        .order_by("code", "id")
    )


def group_ids_of(
    person_ids: Collection[int], party_id: int, today: date
) -> Mapping[int, frozenset[int]]:
    """By person, the ids of the party's groups that the person is in today."""
    found = GroupMember.objects.filter(
        valid_on(today), person_id__in=person_ids, party_id=party_id
    ).values_list("person_id", "group_id")
    return _by_person(person_ids, found)


def _by_person(
    person_ids: Collection[int], pairs: Iterable[tuple[int, Thing]]
) -> Mapping[int, frozenset[Thing]]:
    """What stands beside each person; nothing for a person who is in no pair."""
    found: dict[int, set[Thing]] = {person_id: set() for person_id in person_ids}
    for person_id, thing in pairs:
        found[person_id].add(thing)
    return {person_id: frozenset(things) for person_id, things in found.items()}


def has_account(person_id: int) -> bool:
    """Whether the person can sign in."""
    return Account.objects.filter(person_id=person_id, is_active=True).exists()


def role_labels(roles: Iterable[str]) -> str:
    """Roles as words in the reader's language, in the vocabulary's order."""
    held = set(roles)
    return ", ".join(str(role.label) for role in RoleName if role in held)


_ACTORS = Rows(
    "SELECT person_id, person, party_id, token, scopes, roles FROM samkop_actor_of_token(%s, %s)",
    *("",) * 6,
)


def actor_of_token(text: str, now: datetime) -> Actor | None:
    """Who acts by an access token: its person, for its party, within its scopes.

    None when it is unknown, has expired or was revoked, when the person does not belong to the
    party any more, or may not sign in. The token's name stands beside the person's, for the
    history. Asked outside the door: before it nobody acts.
    """
    for person_id, person, party_id, token, scopes, roles in _ACTORS(digest_of(text), now):
        actor = actors.person(person_id, f"{person} · {token}", party_id, frozenset(roles))
        return replace(actor, scopes=frozenset(scopes))
    return None
