"""Three municipalities with so many devices each, in one throwaway database.

Loaded as the owner, set by set. What is looked for is rare in each: one serial number, a model
of twenty devices. Real parties and people are registered by the use cases of every day.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from samkop.core.identifiers import is_finnish_business_id
from samkop.site.bench.ground import OF_AN_INSTALLATION

FIRST_NUMBER = 100_000
MODELS, SITES, HELD_BY_ONE = 200, 100, 25
RARE, RARELY = "Zeppelin 7", 20
CATEGORIES = ("laptop", "tablet", "phone", "desktop", "monitor")
# One in a hundred is in maintenance: what the facet keeps.
STATES = (
    "CASE WHEN n %% 100 = 7 THEN 'maintenance' WHEN n %% 10 = 3 THEN 'received' ELSE 'in-use' END"
)

PLACES = """
INSERT INTO parties_deliverylocation
    (party_id, code, name, street, postal_code, city, country, gln, criticality)
SELECT %(owner)s, 'S' || n, 'Skola ' || n, 'Skolgatan ' || n, '00100', 'Staden', 'FI', '',
    'ordinary'
FROM generate_series(1, %(sites)s) n
"""
MODEL_ROWS = """
INSERT INTO fleet_devicemodel (owner_id, key, manufacturer, name, category, support_state,
    support_ends, lifetime_months, currency, storages, in_range)
SELECT %(owner)s, 'm' || n, 'Maker ' || n %% 9, CASE n WHEN 0 THEN %(rare)s ELSE 'Model ' || n END,
    (%(categories)s::text[])[1 + n %% 5], 'known', DATE '2027-01-01' + 10 * n, 48, 'EUR', 1,
    n %% 20 > 0
FROM generate_series(0, %(models)s) n
"""
HOLDERS = """
INSERT INTO fleet_holder (owner_id, kind, code, name, location_id)
SELECT %(owner)s, 'class', 'K' || n, 'Klass ' || n,
    (SELECT min(id) FROM parties_deliverylocation WHERE party_id = %(owner)s) + n %% %(sites)s
FROM generate_series(0, %(devices)s / %(held)s) n
"""
# Numbers of models and holders follow one another: the first and a step lead to each.
DEVICES = f"""
WITH first AS (SELECT (SELECT min(id) FROM fleet_devicemodel WHERE owner_id = %(owner)s) AS model,
    (SELECT min(id) FROM fleet_holder WHERE owner_id = %(owner)s) AS holder,
    (SELECT min(id) FROM parties_deliverylocation WHERE party_id = %(owner)s) AS site)
INSERT INTO fleet_asset (owner_id, asset_number, serial_number, model_id, model_name, category,
    state, state_since, holder_id, custody_step, held_since, location_id, currency, received_on,
    renew_on, support_ends, end_reason, created_at, unit_cents)
SELECT %(owner)s, 'D' || lpad(n::text, 7, '0'), upper(substr(md5(n::text), 1, 12)),
    m.id, m.name, m.category, {STATES}, now(), first.holder + n / %(held)s, 0, now(),
    first.site + n %% %(sites)s, 'EUR', DATE '2022-01-01' + n %% 1460,
    DATE '2026-01-01' + n %% 1460, m.support_ends, '', now(), 50000 + n %% 90000
FROM first, generate_series(1, %(devices)s) n JOIN fleet_devicemodel m ON m.owner_id = %(owner)s
    AND m.key = 'm' || CASE WHEN n <= %(rarely)s THEN 0 ELSE 1 + n %% %(models)s END
"""  # noqa: S608 - made of constants
LOADED = "parties_deliverylocation, fleet_devicemodel, fleet_holder, fleet_asset, fleet_custody"
CUSTODY = """
INSERT INTO fleet_custody (asset_id, owner_id, holder_id, step, since, reason, source, note)
SELECT id, owner_id, holder_id, 0, held_since, 'imported', '', '' FROM fleet_asset
WHERE owner_id = %(owner)s
"""


@dataclass(frozen=True)
class Fleet:
    """A municipality with so many devices; person and account are its manager's."""

    devices: int
    owner_id: int
    person_id: int
    account_id: int
    serial: str


def data_folder() -> Path:
    """A data folder of its own, with this process at work on it."""
    data = Path(tempfile.mkdtemp(prefix="samkop-bench-"))
    for name in OF_AN_INSTALLATION:
        os.environ.pop(name, None)
    os.environ.update(SAMKOP_DATA=str(data))
    from samkop.site import start

    start.everything()
    return data


def load_fleets(sizes: Sequence[int]) -> list[Fleet]:
    """A municipality for each size, loaded and analysed."""
    from django.db import connections

    found = []
    for place, devices in enumerate(sizes):
        typer.echo(f"  loading {devices:,} devices …", err=True)
        found.append(_loaded(place, devices))
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {LOADED}")
    return found


def _loaded(place: int, devices: int) -> Fleet:
    from django.db import connections, transaction

    owner_id, person_id, account_id = _a_municipality(place)
    values: dict[str, Any] = {
        "owner": owner_id, "devices": devices, "models": MODELS, "sites": SITES,
        "held": HELD_BY_ONE, "rare": RARE, "rarely": RARELY, "categories": list(CATEGORIES),
    }  # fmt: skip
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in (PLACES, MODEL_ROWS, HOLDERS, DEVICES, CUSTODY):
            cursor.execute(statement, values)
        cursor.execute(
            "SELECT serial_number FROM fleet_asset WHERE owner_id = %s AND asset_number = %s",
            [owner_id, f"D{devices // 2:07}"],
        )
        [serial] = cursor.fetchone() or [""]
    return Fleet(devices, owner_id, person_id, account_id, serial)


def _a_municipality(place: int) -> tuple[int, int, int]:
    """An organisation, its ICT manager, and that person's account."""
    from samkop.parties.usecases.members import take_on
    from samkop.parties.usecases.parties import register_party
    from samkop.parties.vocabulary import IdentifierScheme, PartyKind, RoleName
    from samkop.platform import actors
    from samkop.platform.models import Account
    from samkop.platform.unit_of_work import perform

    operator = actors.job("operator")
    party = perform(
        operator, register_party, kind=PartyKind.MUNICIPALITY, legal_name=f"Staden {place}",
        country="FI", identifier_scheme=IdentifierScheme.FI_BUSINESS_ID,
        identifier=_business_id(FIRST_NUMBER + place),
    )  # fmt: skip
    person_id = perform(
        operator, take_on, party_id=party.pk, name="Manager", language="sv",
        email=f"manager{place}@example.org", role=RoleName.ICT_MANAGER,
    )  # fmt: skip
    return party.pk, person_id, Account.objects.get(person_id=person_id).pk


def _business_id(number: int) -> str:
    """The Finnish business ID of a number, by its check digit; none has the digit 10."""
    found = (f"{number * 10 + skipped}-{digit}" for skipped in range(10) for digit in range(10))
    return next(one for one in found if is_finnish_business_id(one))
