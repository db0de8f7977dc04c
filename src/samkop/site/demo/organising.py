"""Registers the organisations, their places and their people, and who may decide what."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from samkop.core.identifiers import ovt_code
from samkop.exchange.usecases.endpoints import register_endpoint
from samkop.ordering.models import Budget
from samkop.ordering.usecases.approval_rules import NewRule, adopt_rules, draft_rules
from samkop.ordering.usecases.authority import grant_authority
from samkop.ordering.usecases.budget import set_budget
from samkop.ordering.usecases.rule_simulation import simulate_rules
from samkop.ordering.vocabulary import Outcome
from samkop.parties.models import CostCentre, DeliveryLocation, Region
from samkop.parties.rules import usual_of
from samkop.parties.usecases.parties import add_region_member, register_party, register_region
from samkop.parties.usecases.people import add_membership, assign_role
from samkop.parties.usecases.people_import import import_people
from samkop.parties.usecases.places import add_cost_centre, add_delivery_location
from samkop.parties.vocabulary import IdentifierScheme
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.site.demo.cast import OPERATOR, Cast, gather, registered_parties
from samkop.site.demo.seeds import (
    Organisation,
    cost_centres_of,
    orderers,
    organisations,
    people_of,
    region,
    sites_of,
)

PEPPOL_FINLAND = "0216"
KRONOR = 10  # for a euro, about
SINCE = date(2016, 1, 1)
COLUMNS = ("name", "email", "language", "roles", "cost_centre", "delivery_location", "valid_from")


def organise(now: datetime) -> Cast:
    """Register whatever is not registered yet, and return everybody."""
    parties = registered_parties()
    for seed in organisations().values():
        if seed.key not in parties:
            parties[seed.key] = _register(seed, now)
    _register_region(parties, now)
    _add_places(parties, now)
    for seed in organisations().values():
        perform(
            OPERATOR, import_people, key=f"demo:people:{seed.key}", now=now,
            party_id=parties[seed.key], name=f"people-{seed.key}.csv", content=people_file(seed),
        )  # fmt: skip
    _share_people(gather(), now)
    cast = gather()
    _grant_authority(cast, now)
    return cast


def people_file(organisation: Organisation) -> bytes:
    """The people of an organisation as a file such as anybody would import."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for person in people_of(organisation):
        rows.writerow(
            [
                person.name, person.email, "sv", " ".join(person.roles), person.cost_centre,
                person.delivery_location, SINCE.isoformat(),
            ]
        )  # fmt: skip
    return text.getvalue().encode()


def set_budgets(cast: Cast, years: range, now: datetime) -> None:
    """Give each cost centre its budget of these years; one that is set stays as it is."""
    for seed in orderers():
        clerk = cast.person("finance", seed.key)
        with reading(clerk):
            known = set(
                Budget.objects.filter(party_id=cast.parties[seed.key], project=None).values_list(
                    "cost_centre_id", "year"
                )
            )
        for centre in cost_centres_of(seed):
            centre_id = cast.cost_centres[seed.key, centre.code]
            for year in years:
                if (centre_id, year) not in known:
                    perform(
                        clerk, set_budget, key=f"demo:budget:{seed.key}:{centre.code}:{year}",
                        now=now, cost_centre_id=centre_id, year=year, currency=seed.currency,
                        amount_cents=seed.devices * centre.budget_per_device * 100,
                    )  # fmt: skip


def _register(seed: Organisation, now: datetime) -> int:
    party = perform(
        OPERATOR, register_party, key=f"demo:party:{seed.key}", now=now, kind=seed.kind,
        legal_name=seed.legal_name, name_sv=seed.name_sv, name_fi=seed.name_fi,
        country=seed.country, identifier_scheme=usual_of(seed.country).scheme,
        identifier=seed.identifier,
    )  # fmt: skip
    finnish = party.identifier_scheme == IdentifierScheme.FI_BUSINESS_ID
    perform(
        OPERATOR, register_endpoint, now=now, party_id=party.pk,
        scheme=PEPPOL_FINLAND if finnish else party.identifier_scheme,
        identifier=ovt_code(party.identifier) if finnish else party.identifier,
    )  # fmt: skip
    return int(party.pk)


def _register_region(parties: dict[str, int], now: datetime) -> None:
    seed = region()["region"]
    with reading(OPERATOR):
        known = Region.objects.filter(name_en=seed["name_en"]).first()
        members = set(known.members.values_list("party_id", flat=True)) if known else set()
    found = known or perform(
        OPERATOR, register_region, key="demo:region", now=now, name_sv=seed["name_sv"],
        name_fi=seed["name_fi"], name_en=seed["name_en"],
        purchasing_body_id=parties[seed["purchasing_body"]],
    )  # fmt: skip
    for member in organisations().values():
        if member.member_since and parties[member.key] not in members:
            perform(
                OPERATOR, add_region_member, key=f"demo:member:{member.key}", now=now,
                region_id=found.pk, party_id=parties[member.key], valid_from=member.member_since,
                population=member.population,
            )  # fmt: skip


def _add_places(parties: dict[str, int], now: datetime) -> None:
    with reading(OPERATOR):
        centres = set(CostCentre.objects.values_list("party_id", "code"))
        sites = set(DeliveryLocation.objects.values_list("party_id", "code"))
    for seed in orderers():
        party_id = parties[seed.key]
        for centre in cost_centres_of(seed):
            if (party_id, centre.code) not in centres:
                perform(
                    OPERATOR, add_cost_centre, key=f"demo:centre:{seed.key}:{centre.code}",
                    now=now, party_id=party_id, code=centre.code, name=centre.name,
                )  # fmt: skip
        for site in sites_of(seed):
            if (party_id, site.code) not in sites:
                perform(
                    OPERATOR, add_delivery_location, key=f"demo:site:{seed.key}:{site.code}",
                    now=now, party_id=party_id, code=site.code, name=site.name,
                    street=site.street, postal_code=seed.postal_code, city=seed.city,
                    country=seed.country, criticality=site.criticality,
                )  # fmt: skip


def _share_people(cast: Cast, now: datetime) -> None:
    for shared in region()["shared"]:
        part, home = shared["person"].split(".")
        person_id = cast.person(part, home).person_id
        who = {"person_id": person_id, "party_id": cast.parties[shared["organisation"]]}
        name = f"{shared['person']}:{shared['organisation']}"
        perform(
            OPERATOR, add_membership, key=f"demo:shared:{name}", now=now, valid_from=SINCE, **who
        )
        for role in shared["roles"]:
            perform(
                OPERATOR, assign_role, key=f"demo:shared:{name}:{role}", now=now, role=role,
                valid_from=SINCE, **who,
            )  # fmt: skip


def _grant_authority(cast: Cast, now: datetime) -> None:
    for seed in orderers():
        clerk = cast.person("finance", seed.key)
        _adopt_rules(clerk, seed.key, now)
        cents = 100 if seed.currency == "EUR" else 100 * KRONOR
        for part, limit in region()["authority"].items():
            perform(
                clerk, grant_authority, key=f"demo:authority:{seed.key}:{part}", now=now,
                person_id=cast.person(part, seed.key).person_id, cost_centre_id=None,
                limit_cents=limit * cents,
            )  # fmt: skip


def _adopt_rules(clerk: Actor, key: str, now: datetime) -> None:
    """What needs no approval; one approver decides on all else."""
    free = region()["free_below"][key] * 100
    freed = [NewRule(Outcome.NONE, amount_to_cents=free)] if free else []
    rules = [*freed, NewRule(Outcome.AUTHORITY)]
    drafted = perform(
        clerk, draft_rules, key=f"demo:rules:{key}", now=now, title="Regler / Säännöt", rules=rules
    )
    perform(
        clerk, simulate_rules, key=f"demo:rules:{key}:simulated", now=now, rule_set_id=drafted.pk
    )
    perform(
        clerk, adopt_rules, key=f"demo:rules:{key}:adopted", now=now, rule_set_id=drafted.pk,
        valid_from=now.date(),
    )  # fmt: skip
