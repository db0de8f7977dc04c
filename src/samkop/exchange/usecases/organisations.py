"""Organisations from a file: all of its rows in one transaction, or none.

Here and not in parties, because an organisation comes with its electronic address.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.exchange.organisation_plans import OrganisationsPlan, address_of, plan_organisations
from samkop.exchange.usecases.endpoints import register_endpoint
from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.models import Membership, Party, Person, Region, RegionMember
from samkop.parties.organisation_rows import OrganisationRow
from samkop.parties.policies import may_register_parties
from samkop.parties.queries import roles_of
from samkop.parties.rules import usual_language
from samkop.parties.usecases.accounts import open_account
from samkop.parties.usecases.parties import add_region_member, register_party, register_region
from samkop.parties.usecases.people import add_membership, assign_role, register_person
from samkop.parties.vocabulary import PartyKind, RoleName
from samkop.platform.actors import Actor
from samkop.platform.models import Account
from samkop.platform.records import change, note
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def import_organisations(
    *, actor: Actor, now: datetime, name: str, content: bytes, called: ColumnMap = NO_MAP
) -> dict[str, int]:
    """Register the organisations of a file, with region, address and first administrator.

    ``called`` says what the file's own headings mean (``parties.columns``).
    Who is registered already keeps what the file leaves empty; nobody loses anything, so
    the same file again changes nothing. Returns the counts ``rows``, ``new``, ``accounts``.
    Refuses ``not-allowed``, ``file-unreadable``, and ``organisations-file-faulty`` with
    ``faults`` (row, column, code) among its facts.
    """
    require(may_register_parties(actor))
    plan = plan_organisations(content, called)
    if plan.faults:
        raise Refused(
            "organisations-file-faulty",
            _("Nothing was imported: %(count)s cells of the file are wrong."),
            status=422, count=len(plan.faults),
            faults=[(fault.row, fault.column, fault.code) for fault in plan.faults],
        )  # fmt: skip
    parties = {row.key: _organisation(actor, now, plan, row) for row in plan.rows}
    _join_regions(actor, now, plan, parties)
    accounts = sum(
        _administrator(actor, now, row, parties[row.key]) for row in plan.rows if row.email
    )
    note(file=name, sha256=hashlib.sha256(content).hexdigest(), rows=len(plan.rows))
    return {"rows": len(plan.rows), "new": len(plan.newcomers), "accounts": accounts}


def _organisation(
    actor: Actor, now: datetime, plan: OrganisationsPlan, row: OrganisationRow
) -> Party:
    party = plan.parties.get(row.key)
    if party is None:
        party = register_party(
            actor=actor, now=now, kind=row.kind, legal_name=row.name, name_sv=row.name_sv,
            name_fi=row.name_fi, country=row.country, identifier_scheme=row.scheme,
            identifier=row.identifier, time_zone=row.time_zone, currency=row.currency,
        )  # fmt: skip
    else:
        change(
            party, legal_name=row.name, name_sv=row.name_sv or party.name_sv,
            name_fi=row.name_fi or party.name_fi,
        )  # fmt: skip
    scheme, identifier = address_of(row)
    register_endpoint(actor=actor, now=now, party_id=party.pk, scheme=scheme, identifier=identifier)
    return party


def _join_regions(
    actor: Actor,
    now: datetime,
    plan: OrganisationsPlan,
    parties: dict[tuple[str, str], Party],
) -> None:
    """New regions with the purchasing body that serves each; then everybody into theirs."""
    regions: dict[str, Region] = dict(plan.regions)
    for row in plan.rows:
        is_body = row.kind == PartyKind.CENTRAL_PURCHASING_BODY
        if row.region and row.region not in regions and is_body:
            regions[row.region] = register_region(
                actor=actor, now=now, name_en=row.region, name_sv=row.region_sv or row.region,
                name_fi=row.region_fi or row.region, purchasing_body_id=parties[row.key].pk,
            )  # fmt: skip
    for row in plan.rows:
        region, party = regions.get(row.region), parties[row.key]
        if region is None or region.purchasing_body_id == party.pk:
            continue
        if not RegionMember.objects.filter(region=region, party=party).exists():
            add_region_member(
                actor=actor, now=now, region_id=region.pk, party_id=party.pk,
                valid_from=day_of(now, party.time_zone),
            )  # fmt: skip


def _administrator(actor: Actor, now: datetime, row: OrganisationRow, party: Party) -> int:
    """The first administrator, with an account; returns how many accounts were opened."""
    today = day_of(now, party.time_zone)
    person = Person.objects.filter(email=row.email).first() or register_person(
        actor=actor, now=now, party_id=party.pk, name=row.administrator, email=row.email,
        language=usual_language(party.country),
    )  # fmt: skip
    _give_role(actor, now, person, party, today)
    if Account.objects.filter(email=person.email).exists():
        return 0
    open_account(actor=actor, now=now, person_id=person.pk)
    return 1


def _give_role(actor: Actor, now: datetime, person: Person, party: Party, today: date) -> None:
    if not Membership.objects.filter(person=person, party=party).exists():
        add_membership(
            actor=actor, now=now, person_id=person.pk, party_id=party.pk, valid_from=today
        )
    if RoleName.ADMINISTRATOR not in roles_of([person.pk], party.pk, today)[person.pk]:
        assign_role(
            actor=actor, now=now, person_id=person.pk, party_id=party.pk,
            role=RoleName.ADMINISTRATOR, valid_from=today,
        )  # fmt: skip
