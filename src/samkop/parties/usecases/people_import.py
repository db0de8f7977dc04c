"""People from a file: all of its rows in one transaction, or none."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.import_files import headings_of, import_file_of
from samkop.parties.models import (
    HeadingMap,
    ImportFile,
    Membership,
    Party,
    Person,
    RoleAssignment,
)
from samkop.parties.people_plans import PeoplePlan, plan_people
from samkop.parties.people_rows import columns
from samkop.parties.policies import may_manage_people
from samkop.parties.rules import usual_language
from samkop.parties.usecases.import_files import keep_file, name_headings
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done
from samkop.platform.models import Account, ImportRecord
from samkop.platform.outbox import tell
from samkop.platform.records import change, create_all, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

PEOPLE = "people"
TOLD_AT_ONCE = 500  # people of one fact
LARGEST_FILE = 10 * 1024 * 1024  # bytes; some 100,000 people


def upload_people_file(
    *, actor: Actor, now: datetime, party_id: int, name: str, content: bytes
) -> ImportFile:
    """Keep a file until it is imported; it replaces the actor's earlier one.

    Refuses ``not-allowed``, ``file-too-large``, ``file-unreadable``.
    """
    require(may_manage_people(actor, party_id) and actor.person_id is not None)
    return keep_file(
        actor=actor, now=now, kind=PEOPLE, name=name, content=content, largest=LARGEST_FILE
    )


def name_people_headings(
    *, actor: Actor, now: datetime, file_id: int, called: Mapping[str, str]
) -> HeadingMap:
    """Remember what the headings of an uploaded file mean: heading to key, or to nothing.

    Refuses ``not-allowed``, ``not-found``, ``column-unknown``.
    """
    people_file_of(actor, file_id)
    return name_headings(actor=actor, now=now, kind=PEOPLE, called=called, known=columns())


def people_file_of(actor: Actor, file_id: int) -> ImportFile:
    """The organisation's uploaded file of people. Refuses ``not-allowed``, ``not-found``."""
    require(may_manage_people(actor, actor.own_party_id))
    return import_file_of(actor.own_party_id, file_id, [PEOPLE])


def import_people_file(*, actor: Actor, now: datetime, file_id: int) -> dict[str, int]:
    """Import an uploaded file, and let the file go. Answers as ``import_people``."""
    file = people_file_of(actor, file_id)
    outcome = import_people(
        actor=actor, now=now, party_id=file.party_id, name=file.name,
        content=bytes(file.content), called=headings_of(file.party_id, PEOPLE),
    )  # fmt: skip
    ImportFile.objects.filter(id=file_id).delete()
    return outcome


def import_people(
    *, actor: Actor, now: datetime, party_id: int, name: str, content: bytes,
    called: ColumnMap = NO_MAP,
) -> dict[str, int]:  # fmt: skip
    """Register the people of a file with memberships, roles and accounts without password.

    ``called`` says what the file's own headings mean (``parties.columns``).
    Who is registered already keeps what the file leaves empty; no role is taken away.
    Returns the counts ``rows``, ``new``, ``changed``, ``unchanged``, ``leaving``, ``accounts``.
    Refuses ``not-allowed``,
    ``file-unreadable``, and ``people-file-faulty`` with ``faults`` (row, column, code)
    among its facts.
    """
    require(may_manage_people(actor, party_id))
    zone = Party.objects.get(id=party_id).time_zone
    plan = plan_people(party_id, content, day_of(now, zone), called)
    if plan.faults:
        raise Refused(
            "people-file-faulty",
            _("Nothing was imported: %(count)s cells of the file are wrong."),
            status=422, count=len(plan.faults),
            faults=[(fault.row, fault.column, fault.code) for fault in plan.faults],
        )  # fmt: skip
    counts = plan.counts()
    _register(plan)
    _update_known(plan)
    was = {one.person_id: one.valid_until for one in plan.memberships.values()}
    joined = _give_memberships(plan)
    _give_roles(plan, joined)
    accounts = _open_accounts(list(plan.people.values()))
    sha256 = hashlib.sha256(content).hexdigest()
    note(file=name, sha256=sha256, rows=len(plan.rows))
    _tell_of_members(plan, was, joined)
    import_done(
        now=now, kind=PEOPLE, name=name, sha256=sha256, rows=len(plan.rows), party_id=party_id
    )
    return {**counts, "accounts": accounts}


def _register(plan: PeoplePlan) -> None:
    people = create_all(
        [
            Person(
                name=row.name, email=row.email, registered_by=plan.party,
                language=row.language or usual_language(plan.party.country),
            )
            for row in plan.newcomers
        ],
        under=plan.party,
    )  # fmt: skip
    plan.people.update({person.email: person for person in people})


def _update_known(plan: PeoplePlan) -> None:
    """Names and languages, of those whom the party itself registered."""
    for row in plan.rows:
        change(plan.people[row.email], **plan.person_fields(row))


def _give_memberships(plan: PeoplePlan) -> set[int]:
    """Continues those there are and makes the others; returns the ids of who joined."""
    joining = [row for row in plan.rows if plan.people[row.email].pk not in plan.memberships]
    for row in plan.rows:
        membership = plan.memberships.get(plan.people[row.email].pk)
        if membership:
            change(membership, **plan.membership_fields(row, membership))
    made = create_all(
        [
            Membership(
                person=plan.people[row.email], party=plan.party,
                valid_from=row.valid_from or plan.today, valid_until=row.valid_until,
                cost_centre_id=plan.cost_centres.get(row.cost_centre or ""),
                delivery_location_id=plan.delivery_locations.get(row.delivery_location or ""),
            )
            for row in joining
        ],
        under=plan.party,
    )  # fmt: skip
    plan.memberships.update({membership.person_id: membership for membership in made})
    return {membership.person_id for membership in made}


def _tell_of_members(
    plan: PeoplePlan, was: Mapping[int, date | None], joined: Collection[int]
) -> None:
    """Who joins is told as ``memberships-begun``, whose last day is another as
    ``memberships-ended``: ids with the day (ISO 8601), or None for who stays after all.

    Who comes with the party's first file was there before it.
    """
    members = plan.memberships
    ends = [
        (person_id, None if last is None else last.isoformat())
        for person_id, before in was.items()
        if (last := members[person_id].valid_until) != before
    ]
    known = ImportRecord.objects.filter(party_id=plan.party.pk, kind=PEOPLE).exists()
    begins = [(one, members[one].valid_from.isoformat()) for one in sorted(joined)] if known else []
    for name, people in (("memberships-ended", ends), ("memberships-begun", begins)):
        for start in range(0, len(people), TOLD_AT_ONCE):
            told = people[start : start + TOLD_AT_ONCE]
            tell(name, party_id=plan.party.pk, people=told)


def _give_roles(plan: PeoplePlan, joined: set[int]) -> None:
    """What the rows name and the people lack; who has no role at all becomes an employee."""
    given = []
    for row in plan.rows:
        person = plan.people[row.email]
        first = row.valid_from or plan.today
        if person.pk not in joined:
            first = max(first, plan.today)
        given += [
            RoleAssignment(
                membership=plan.memberships[person.pk], person=person, party=plan.party,
                role=role, valid_from=first,
            )
            for role in plan.roles_given(row)
        ]  # fmt: skip
    create_all(given, under=plan.party)


def _open_accounts(people: Sequence[Person]) -> int:
    """Accounts for those who have none; each sets a password by *Forgot your password?*."""
    with_account = set(
        Account.objects.filter(email__in=[p.email for p in people]).values_list("email", flat=True)
    )
    accounts = Account.objects.bulk_create(
        Account(
            email=person.email, person_id=person.pk, language=person.language,
            password=make_password(None),
        )
        for person in people
        if person.email not in with_account
    )  # fmt: skip
    EmailAddress.objects.bulk_create(
        EmailAddress(user=account, email=account.email, verified=True, primary=True)
        for account in accounts
    )
    return len(accounts)
