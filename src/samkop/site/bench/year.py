"""A year of the region's orders, loaded in bulk: what pages and orders are measured on.

Loaded as the owner, set by set, with the sums that the rules demand: ledgers add up to
ceilings, shares, volumes and budgets, and every order has its requisition, approval,
document and, for most, its answer. No audit entries: nobody has acted.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connections, transaction

from samkop.agreements.usecases.modification import raise_maximum_value
from samkop.agreements.vocabulary import Ground
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

DAYS = 365
ANSWERED = 0.95
CONFIRMED = 0.9
MOST_OF_ONE = 4
# The numbers of loaded orders: a series that the sequence of numbers does not reach.
FIRST_NUMBER = 5_000_000


@dataclass(frozen=True)
class Place:
    """Somebody who orders: person, cost centre and site of one buyer, and its weight."""

    buyer_id: int
    person_id: int
    approver_id: int
    authority_id: int
    cost_centre_id: int
    cost_centre_code: str
    site_id: int


@dataclass(frozen=True)
class Ware:
    """An item that a buyer may order, under which participation, at which price."""

    agreement_id: int
    participation_id: int
    supplier_id: int
    purchasing_body_id: int
    item_id: int
    seller_item_id: str
    name: str
    unit_code: str
    price_group: str
    cents: int


def load_year(orders: int, until: datetime, seed: int = 1) -> int:
    """Load so many orders of the year before ``until`` (aware); returns their cents in all.

    Maximum values are raised by a recorded modification and budgets by their amount, as
    far as the orders ask for it.
    """
    places, wares = _places(), _wares()
    rows = list(_orders(orders, until, places, wares, random.Random(seed)))  # noqa: S311 - no secret
    _make_room(rows)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(TEMPORARY)
        with cursor.copy(f"COPY year_order ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        for statement in _statements():
            cursor.execute(statement)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    return sum(row[COLUMNS.index("cents")] for row in rows)


def _asked(sql: str) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _places() -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for row in _asked(PLACES):
        found.setdefault(row[0], []).append(Place(*row))
    return found


def _wares() -> dict[int, list[Ware]]:
    found: dict[int, list[Ware]] = {}
    for buyer_id, *row in _asked(WARES):
        found.setdefault(buyer_id, []).append(Ware(*row))
    return found


def _orders(
    count: int,
    until: datetime,
    places: dict[int, list[Place]],
    wares: dict[int, list[Ware]],
    chance: random.Random,
) -> Iterator[tuple[Any, ...]]:
    buyers = sorted(set(places) & set(wares))
    weights = [len(places[buyer]) for buyer in buyers]
    for n in range(count):
        buyer = chance.choices(buyers, weights)[0]
        place, ware = chance.choice(places[buyer]), chance.choice(wares[buyer])
        quantity = chance.randint(1, MOST_OF_ONE)
        at = until - timedelta(days=DAYS) * ((count - n) / count)
        answered = chance.random() < ANSWERED
        state = "placed"
        if answered:
            state = "confirmed" if chance.random() < CONFIRMED else "acknowledged"
        yield (
            n, at, f"{at.year}-{FIRST_NUMBER + n:07d}", state, place.buyer_id, place.person_id,
            place.approver_id, place.authority_id, place.cost_centre_id, place.cost_centre_code,
            place.site_id, ware.agreement_id, ware.participation_id, ware.supplier_id,
            ware.purchasing_body_id, ware.item_id, ware.seller_item_id, ware.name, ware.unit_code,
            ware.price_group, quantity, ware.cents, quantity * ware.cents,
        )  # fmt: skip


def _make_room(rows: Sequence[tuple[Any, ...]]) -> None:
    """Raise what is too small, on the record: by the agreements' own review clause."""
    agreement, body, cents = map(COLUMNS.index, ("agreement_id", "purchasing_body_id", "cents"))
    asked: dict[tuple[int, int], int] = {}
    for row in rows:
        key = (row[agreement], row[body])
        asked[key] = asked.get(key, 0) + row[cents]
    for (agreement_id, body_id), wanted in sorted(asked.items()):
        manager = _manager_of(body_id)
        perform(
            manager, raise_maximum_value, agreement_id=agreement_id, by_cents=wanted,
            ground=Ground.REVIEW_CLAUSE, description="Option of the agreement, for a full year",
            decided_on=datetime.now(UTC).date(), register_number=f"YEAR/{agreement_id}",
        )  # fmt: skip


def _manager_of(body_id: int) -> actors.Actor:
    from samkop.parties.models import RoleAssignment
    from samkop.parties.vocabulary import RoleName

    with reading(actors.job("operator")):
        held = RoleAssignment.objects.select_related("person").filter(
            party_id=body_id, role=RoleName.CATEGORY_MANAGER
        )
        person = held.order_by("id")[0].person
        return actors.person(
            person.pk, person.name, body_id, frozenset({RoleName.CATEGORY_MANAGER})
        )


def _statements() -> Iterator[str]:
    """Set by set, what the orders of the temporary table are made of."""
    yield BUDGETS
    yield CHARGED
    yield _insert(
        "ordering.BudgetMovement", "year_order o", budget="o.budget_id", party="o.buyer_id",
        reference="o.number", cents="o.cents", at="o.at",
    )  # fmt: skip
    yield from _requisitions()
    yield from _orders_and_messages()
    yield from _answers()
    yield PAYLOADS
    yield SIZES
    yield from TOTALS


def _requisitions() -> Iterator[str]:
    yield _insert(
        "ordering.Requisition", "year_order o", id="o.requisition_id", party="o.buyer_id",
        requester="o.person_id", recipient="o.person_id", number="'R' || o.number",
        cost_centre="o.cost_centre_id", delivery_location="o.site_id", state="'ordered'",
        currency="'EUR'", total_cents="o.cents", submitted_at="o.at - interval '1 hour'",
    )  # fmt: skip
    yield _insert(
        "ordering.RequisitionLine", "year_order o", requisition="o.requisition_id",
        party="o.buyer_id", line_number="1", agreement="o.agreement_id", item="o.item_id",
        delivery_location="o.site_id", name="o.name", quantity="o.quantity",
        unit_price_cents="o.unit_cents", net_cents="o.cents",
    )  # fmt: skip
    yield _insert(
        "ordering.ApprovalStep", "year_order o", party="o.buyer_id",
        requisition="o.requisition_id", position="1", kind="'authority'",
    )  # fmt: skip
    yield _insert(
        "ordering.Approval", "year_order o", party="o.buyer_id", requisition="o.requisition_id",
        position="1", requester="o.person_id",
        person="o.approver_id", authority="o.authority_id", decision="'approved'", at="o.at",
    )  # fmt: skip


def _orders_and_messages() -> Iterator[str]:
    yield _insert(
        "exchange.Message", "year_order o", id="o.message_id", owner="o.buyer_id",
        direction="'out'", state="'sent'", document_type="'order'", number="o.number",
        issue_date="o.at::date", sender="o.buyer_id", receiver="o.supplier_id",
        subject="'ordering.order:' || o.order_id", sha256="''", size="0", transport="'directory'",
        file_name="'order-' || o.number || '.xml'", created_at="o.at", finished_at="o.at",
        attempts="1", next_attempt_at="o.at",
    )  # fmt: skip
    yield _insert(
        "ordering.Order", "year_order o", id="o.order_id", buyer="o.buyer_id",
        supplier="o.supplier_id", purchasing_body="o.purchasing_body_id",
        agreement="o.agreement_id", participation="o.participation_id",
        requisition="o.requisition_id", requester="o.person_id", recipient="o.person_id",
        delivery_location="o.site_id", number="o.number", cost_centre_code="o.cost_centre_code",
        state="o.state", currency="'EUR'", total_cents="o.cents", budget="o.budget_id",
        message_id="o.message_id", placed_at="o.at",
    )  # fmt: skip
    yield _insert(
        "ordering.OrderLine", "year_order o", order="o.order_id", line_number="1",
        item="o.item_id", seller_item_id="o.seller_item_id", name="o.name",
        unit_code="o.unit_code", price_group="o.price_group", quantity="o.quantity",
        unit_price_cents="o.unit_cents", net_cents="o.cents", origin=ORIGIN,
    )  # fmt: skip


def _answers() -> Iterator[str]:
    answered, later = "year_order o WHERE o.state <> 'placed'", "o.at + interval '2 hours'"
    yield _insert(
        "exchange.Message", answered, id="o.answer_id", owner="o.buyer_id", direction="'in'",
        state="'applied'", document_type="'order-response'", number="'OR-' || o.number",
        issue_date="o.at::date", sender="o.supplier_id", receiver="o.buyer_id",
        # Made whole once the bytes are there; the same bytes come in once only.
        sha256="'OR-' || o.number", size="0", transport="'directory'",
        file_name="'order-response-' || o.number || '.xml'", created_at=later,
        finished_at=later, attempts="1", next_attempt_at="o.at",
    )  # fmt: skip
    yield _insert(
        "ordering.OrderResponse", answered, order="o.order_id", buyer="o.buyer_id",
        supplier="o.supplier_id", number="'OR-' || o.number",
        response_code="CASE o.state WHEN 'confirmed' THEN 'AP' ELSE 'AB' END",
        promised_on="o.at::date + 7", message_id="o.answer_id", received_at=later,
    )  # fmt: skip
    yield _insert(
        "ordering.OrderSettlement", "year_order o WHERE o.state = 'confirmed'",
        party="o.buyer_id", order="o.order_id", cause="'answer:OR-' || o.number",
        standing="jsonb_build_object('1', o.quantity)", released_cents="0", at=later,
    )  # fmt: skip


def _insert(model: str, source: str, **given: str) -> str:
    """An INSERT of one row a row of ``source``, in the order of ``n``.

    ``given`` are SQL expressions by field; a field that is not given has its default, and
    one that has none and may not be null is the database's to complain of.
    """
    from django.apps import apps

    meta = apps.get_model(model)._meta
    values = {meta.get_field(name).column: sql for name, sql in given.items()}
    for field in meta.concrete_fields:
        if field.column not in values and not field.primary_key and not field.null:
            default = field.get_default()
            if default is not None:
                values[field.column] = _literal(default)
    columns = ", ".join(f'"{column}"' for column in values)
    return (
        f"INSERT INTO {meta.db_table} ({columns})"  # noqa: S608 - made of names and constants
        f" SELECT {', '.join(values.values())} FROM {source} ORDER BY o.n"
    )


def _literal(value: Any) -> str:
    if isinstance(value, dict | list):
        return f"'{json.dumps(value)}'::jsonb"
    if isinstance(value, bool | int):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"


COLUMNS = (
    "n", "at", "number", "state", "buyer_id", "person_id", "approver_id", "authority_id",
    "cost_centre_id", "cost_centre_code", "site_id", "agreement_id", "participation_id",
    "supplier_id", "purchasing_body_id", "item_id", "seller_item_id", "name", "unit_code",
    "price_group", "quantity", "unit_cents", "cents",
)  # fmt: skip

# Everybody who may order, with the highest authority of the house to approve it.
PLACES = """
SELECT DISTINCT ON (m.party_id, p.id) m.party_id, p.id, a.person_id, a.id, c.id, c.code, s.id
FROM parties_roleassignment m
JOIN parties_person p ON p.id = m.person_id
JOIN parties_costcentre c ON c.party_id = m.party_id AND c.active
JOIN parties_deliverylocation s ON s.party_id = m.party_id
JOIN LATERAL (SELECT a.id, a.person_id FROM ordering_approvalauthority a
    WHERE a.party_id = m.party_id AND a.person_id <> p.id
    ORDER BY a.limit_cents DESC LIMIT 1) a ON true
WHERE m.role = 'employee'
ORDER BY m.party_id, p.id, md5(p.id || ':' || c.id || ':' || s.id)
"""
WARES = """
SELECT q.buyer_id, q.agreement_id, q.id, f.supplier_id, f.purchasing_body_id, i.id,
    i.seller_item_id, i.name, i.unit_code, l.price_group, i.list_price_cents
FROM agreements_participation q
JOIN agreements_frameworkagreement f ON f.id = q.agreement_id AND f.state = 'in-force'
JOIN catalogue_catalogueitem i ON i.agreement_id = f.id AND i.active
JOIN agreements_listprice l ON l.agreement_id = f.id AND l.seller_item_id = i.seller_item_id
    AND l.valid_until IS NULL
ORDER BY q.buyer_id, i.id
"""
TEMPORARY = """
CREATE TEMPORARY TABLE year_order (
    n integer, at timestamptz, number text, state text, buyer_id bigint, person_id bigint,
    approver_id bigint, authority_id bigint, cost_centre_id bigint, cost_centre_code text,
    site_id bigint, agreement_id bigint, participation_id bigint, supplier_id bigint,
    purchasing_body_id bigint, item_id bigint, seller_item_id text, name text, unit_code text,
    price_group text, quantity integer, unit_cents bigint, cents bigint,
    requisition_id bigint DEFAULT nextval('ordering_requisition_id_seq'),
    order_id bigint DEFAULT nextval('ordering_order_id_seq'),
    message_id bigint DEFAULT nextval('exchange_message_id_seq'),
    answer_id bigint DEFAULT nextval('exchange_message_id_seq'), budget_id bigint
) ON COMMIT DROP
"""
# A document that really went, or came, with its number put in: the sample of its kind.
PAYLOADS = """
INSERT INTO exchange_payload (message_id, content)
SELECT m.id, convert_to(replace(sample.text, sample.number, m.number), 'UTF8')
FROM exchange_message m
JOIN (SELECT message_id AS id FROM year_order UNION ALL
    SELECT answer_id FROM year_order WHERE state <> 'placed') loaded USING (id)
JOIN (SELECT DISTINCT ON (d.document_type) d.document_type, d.number,
        convert_from(p.content, 'UTF8') AS text
    FROM exchange_message d JOIN exchange_payload p ON p.message_id = d.id
    WHERE d.document_type IN ('order', 'order-response') AND d.state IN ('sent', 'applied')
    ORDER BY d.document_type, d.id) sample USING (document_type)
"""
SIZES = """
UPDATE exchange_message m SET size = octet_length(p.content),
    sha256 = encode(sha256(p.content), 'hex')
FROM exchange_payload p, (SELECT message_id AS id FROM year_order UNION ALL
    SELECT answer_id FROM year_order WHERE state <> 'placed') loaded
WHERE p.message_id = m.id AND loaded.id = m.id
"""
BUDGETS = """
INSERT INTO ordering_budget (party_id, cost_centre_id, year, currency, amount_cents,
    committed_cents)
SELECT buyer_id, cost_centre_id, extract(year FROM at)::int, 'EUR', sum(cents) * 2, sum(cents)
FROM year_order GROUP BY 1, 2, 3
ON CONFLICT (cost_centre_id, year, coalesce(project_id, 0)) DO UPDATE SET
    amount_cents = ordering_budget.amount_cents + excluded.amount_cents,
    committed_cents = ordering_budget.committed_cents + excluded.committed_cents
"""
CHARGED = """
UPDATE year_order o SET budget_id = b.id FROM ordering_budget b
WHERE b.cost_centre_id = o.cost_centre_id AND b.year = extract(year FROM o.at)::int
    AND b.project_id IS NULL
"""
ORIGIN = (
    "jsonb_build_object('net_cents', o.unit_cents, 'currency', 'EUR', 'price_group',"
    " o.price_group, 'volume', 0, 'steps', jsonb_build_array(jsonb_build_object("
    "'code', 'list-price', 'cents', o.unit_cents, 'permille', 0)))"
)
# The ledger goes on from the balance as it is; totals follow.
TOTALS = (
    """
INSERT INTO agreements_ceilingmovement (agreement_id, participation_id, buyer_id, reference,
    cents, quantities, at, balance_cents)
SELECT o.agreement_id, o.participation_id, o.buyer_id, o.number, o.cents,
    jsonb_build_object(o.price_group, o.quantity), o.at,
    c.committed_cents + sum(o.cents) OVER (PARTITION BY o.agreement_id ORDER BY o.n)
FROM year_order o JOIN agreements_ceiling c ON c.agreement_id = o.agreement_id ORDER BY o.n
""",
    """
UPDATE agreements_ceiling c SET committed_cents = c.committed_cents + o.cents FROM (
    SELECT agreement_id, sum(cents) AS cents FROM year_order GROUP BY 1) o
WHERE o.agreement_id = c.agreement_id
""",
    """
INSERT INTO agreements_committedshare (participation_id, agreement_id, buyer_id, committed_cents)
SELECT participation_id, agreement_id, buyer_id, sum(cents) FROM year_order GROUP BY 1, 2, 3
ON CONFLICT (participation_id) DO UPDATE SET
    committed_cents = agreements_committedshare.committed_cents + excluded.committed_cents
""",
    """
INSERT INTO agreements_tiervolume (agreement_id, price_group, quantity)
SELECT agreement_id, price_group, sum(quantity) FROM year_order GROUP BY 1, 2
ON CONFLICT (agreement_id, price_group) DO UPDATE SET
    quantity = agreements_tiervolume.quantity + excluded.quantity
""",
)
