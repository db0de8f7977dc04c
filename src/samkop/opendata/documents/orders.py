"""The orders of a month under an agreement as spending of OCDS and as rows, through the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from samkop.agreements.models import FrameworkAgreement
from samkop.core.ocds import Amount, Contract, Release, Spending, Tag
from samkop.core.period import months_after
from samkop.opendata.documents.agreements import Names
from samkop.opendata.documents.parties import language_of, midnight, organisation_of
from samkop.opendata.models import PublishedPurchase
from samkop.opendata.rules import Bought
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party

Gates = Mapping[int, frozenset[Field]]


def purchases(
    agreement: FrameworkAgreement, month: date, bought: Iterable[Bought], gates: Gates
) -> list[PublishedPurchase]:
    """The rows of a month that may be told, by buyer and item; ``gates`` by the buyer's id.

    An item at two prices has a row for each.
    """
    by_buyer: dict[int, list[Bought]] = defaultdict(list)
    for one in bought:
        by_buyer[one.buyer_id].append(one)
    rows: list[PublishedPurchase] = []
    for buyer_id in sorted(by_buyer):
        let_through = gates.get(buyer_id, frozenset())
        if Field.ORDERS_TOTAL in let_through:
            rows += _rows(agreement, month, by_buyer[buyer_id], let_through)
    return rows


def _rows(
    agreement: FrameworkAgreement, month: date, bought: list[Bought], let_through: frozenset[Field]
) -> list[PublishedPurchase]:
    buyer_id = bought[0].buyer_id
    if Field.ORDERS_PRICES in let_through:
        return [_row(agreement, month, one) for one in _together(bought)]
    total = Bought(buyer_id, "", "", "", 1, sum(one.net_cents for one in bought))
    rows = [_row(agreement, month, total, priced=False, net=total.net_cents)]
    if Field.ORDERS_ITEMS in let_through:
        named = {(one.item, one.name, one.unit): one for one in bought}
        rows += [_row(agreement, month, named[key], priced=False) for key in sorted(named)]
    return rows


def _together(bought: list[Bought]) -> list[Bought]:
    counted: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for one in bought:
        counted[one.item, one.name, one.unit, one.unit_price_cents] += one.quantity
    buyer_id = bought[0].buyer_id
    return [
        Bought(buyer_id, item, name, unit, quantity, cents)
        for (item, name, unit, cents), quantity in sorted(counted.items())
    ]


def _row(
    agreement: FrameworkAgreement,
    month: date,
    one: Bought,
    *,
    priced: bool = True,
    net: int | None = None,
) -> PublishedPurchase:
    return PublishedPurchase(
        owner_id=agreement.purchasing_body_id, month=month, buyer_id=one.buyer_id,
        supplier_id=agreement.supplier_id, agreement_number=agreement.number,
        category=agreement.category, item=one.item, name=one.name, unit=one.unit,
        quantity=one.quantity if priced else None,
        unit_price_cents=one.unit_price_cents if priced else None,
        net_cents=one.net_cents if priced else net, currency=agreement.currency,
    )  # fmt: skip


def orders_release(
    agreement: FrameworkAgreement,
    month: date,
    rows: Iterable[PublishedPurchase],
    buyers: Mapping[int, Party],
    names: Names,
) -> Release:
    """The month as spending under the contract, one sum for each buyer."""
    cents: dict[int, int] = defaultdict(int)
    for row in rows:
        cents[row.buyer_id] += row.net_cents or 0
    body = agreement.purchasing_body
    at = midnight(_last_day(month), body)
    payee = organisation_of(agreement.supplier)
    spent = []
    for buyer_id in sorted(cents, key=lambda one: buyers[one].legal_name):
        payer = organisation_of(buyers[buyer_id])
        spent.append(
            Spending(
                id=f"{month:%Y-%m}/{payer.id}", at=at,
                value=Amount(cents[buyer_id], agreement.currency), payer=payer, payee=payee,
            )
        )  # fmt: skip
    contract = Contract(id=agreement.number, award_id=names.award, spending=tuple(spent))
    return Release(
        ocid=names.process, id="", at=at, tags=(Tag.IMPLEMENTATION,),
        language=language_of(body), contracts=(contract,),
    )  # fmt: skip


def _last_day(month: date) -> date:
    return date.fromordinal(months_after(month, 1).toordinal() - 1)
