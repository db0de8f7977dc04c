"""Setting the price list and the volume tiers of an agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, ListPrice, PriceTier
from samkop.agreements.queries import rules_of, scopes_of
from samkop.agreements.rules import Tier, tiers_rise
from samkop.agreements.usecases.agreement import locked
from samkop.agreements.vocabulary import RuleKind, State
from samkop.platform.actors import Actor
from samkop.platform.audit.entries import Change
from samkop.platform.records import create_all, note, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit

OVER = frozenset({State.ANNULLED, State.ENDED})


@dataclass(frozen=True, slots=True)
class NewPrice:
    """What a price starts from: cents per unit without VAT, before tier and markup.

    ``reference`` names the published list in which it stands; ``evidence_id`` the evidence
    of a purchase price.
    """

    seller_item_id: str
    price_group: str
    net_price_cents: int
    reference: str = ""
    evidence_id: int | None = None


def set_list_prices(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    prices: Sequence[NewPrice],
    valid_from: date,
) -> FrameworkAgreement:
    """Set list prices from a day on, all or none; items not named keep theirs.

    An earlier price ends the day before; a price of the same day is replaced; an equal one
    is left alone. Raises Refused: ``not-found``, ``not-allowed``, ``agreement-is-over``,
    ``price-negative``, ``price-given-twice``, ``later-price-exists``, ``evidence-needed``,
    ``model-not-admitted``.
    """
    agreement = locked(actor, agreement_id)
    refuse_if_over(agreement)
    rules = rules_of(agreement_id)
    for price in prices:
        rule = rules.get(price.price_group)
        if rule is not None and rule.kind == RuleKind.COST_PLUS:
            raise Refused(
                "evidence-needed",
                _("The price of item %(item)s builds on a purchase price. Record the evidence"
                  " of it instead."),
                item=price.seller_item_id,
            )  # fmt: skip
    refuse_new_models(agreement, {price.seller_item_id: price.price_group for price in prices})
    write_prices(agreement, prices, valid_from)
    return agreement


def refuse_if_over(agreement: FrameworkAgreement) -> None:
    """Raises Refused ``agreement-is-over``."""
    if agreement.state in OVER:
        raise Refused(
            "agreement-is-over",
            _("Agreement %(number)s is over: its prices stay as they were."),
            number=agreement.number,
        )


def refuse_new_models(agreement: FrameworkAgreement, groups: Mapping[str, str]) -> None:
    """A price alone lets no new model into a group whose scope was tendered.

    ``groups`` is the price group by the item's number. In preparation the list is what was
    tendered itself. Raises Refused ``model-not-admitted``.
    """
    scoped = scopes_of(agreement.pk) if agreement.state != State.IN_PREPARATION else {}
    bounded = sorted(item for item, group in groups.items() if group in scoped)
    if not bounded:
        return
    listed = ListPrice.objects.filter(agreement=agreement, seller_item_id__in=bounded)
    known = set(listed.values_list("seller_item_id", flat=True))
    new = next((item for item in bounded if item not in known), None)
    if new is not None:
        raise Refused(
            "model-not-admitted",
            _("Item %(item)s is new in %(group)s. Enter it as a new model, so that it is held"
              " against what was tendered."),
            item=new, group=groups[new],
        )  # fmt: skip


def write_prices(
    agreement: FrameworkAgreement, prices: Sequence[NewPrice], valid_from: date
) -> None:
    """Write what prices start from, from a day on, and count it in the history.

    Raises Refused: ``price-negative``, ``price-given-twice``, ``later-price-exists``.
    """
    _check_prices(prices)
    written = _write_prices(agreement.pk, prices, valid_from)
    counted: dict[str, list[object]] = {
        "list_prices": [None, written],
        "list_prices_from": [None, valid_from],
    }
    current_unit().changes.append(Change(subject_of(agreement), counted))


def set_tiers(
    *,
    actor: Actor,
    now: datetime,
    agreement_id: int,
    tiers: Mapping[str, Sequence[Tier]],
) -> FrameworkAgreement:
    """Set the volume tiers of each price group, instead of those before.

    Only while the agreement is in preparation: they are part of what was tendered. Raises
    Refused: ``not-found``, ``not-allowed``, ``tiers-are-fixed``, ``tiers-not-rising``.
    """
    agreement = locked(actor, agreement_id)
    if agreement.state != State.IN_PREPARATION:
        raise Refused(
            "tiers-are-fixed",
            _("The tiers of %(number)s were tendered; they do not change during its term."),
            number=agreement.number,
        )
    for group, of_group in tiers.items():
        if not tiers_rise(of_group):
            raise Refused(
                "tiers-not-rising",
                _("The tiers of %(group)s must rise: a higher volume, a higher discount."),
                group=group,
            )
    PriceTier.objects.filter(agreement=agreement).delete()
    rows = (
        PriceTier(
            agreement=agreement,
            price_group=group,
            from_quantity=tier.from_quantity,
            discount_permille=tier.discount_permille,
        )
        for group, of_group in tiers.items()
        for tier in sorted(of_group)
    )
    create_all(rows, under=agreement)
    note(
        tiers={
            group: [[t.from_quantity, t.discount_permille] for t in sorted(of_group)]
            for group, of_group in tiers.items()
        }
    )
    return agreement


def _check_prices(prices: Sequence[NewPrice]) -> None:
    negative = next((price for price in prices if price.net_price_cents < 0), None)
    if negative:
        raise Refused(
            "price-negative",
            _("The price of item %(item)s is negative. Correct it."),
            item=negative.seller_item_id,
        )
    known: set[str] = set()
    for price in prices:
        if price.seller_item_id in known:
            raise Refused(
                "price-given-twice",
                _("Item %(item)s has two prices in this list. Keep one."),
                item=price.seller_item_id,
            )
        known.add(price.seller_item_id)


_GIVEN = (
    "WITH given AS (SELECT * FROM unnest(%(items)s::text[], %(groups)s::text[],"
    " %(cents)s::bigint[], %(references)s::text[], %(evidence)s::bigint[])"
    " AS g (item, price_group, cents, reference, evidence)) "
)
_LATER = (
    _GIVEN + "SELECT p.seller_item_id FROM agreements_listprice p JOIN given g"  # noqa: S608 - constants only
    " ON g.item = p.seller_item_id WHERE p.agreement_id = %(agreement)s"
    " AND p.valid_from > %(day)s ORDER BY 1 LIMIT 1"
)
_DIFFERS = (
    "(p.price_group, p.net_price_cents, p.reference, p.evidence_id, p.valid_until)"
    " IS DISTINCT FROM (g.price_group, g.cents, g.reference, g.evidence, NULL::date)"
)
_SAME_DAY = (
    _GIVEN + "UPDATE agreements_listprice p"  # noqa: S608 - constants only
    " SET price_group = g.price_group, net_price_cents = g.cents, reference = g.reference,"
    " evidence_id = g.evidence, valid_until = NULL"
    " FROM given g WHERE p.agreement_id = %(agreement)s AND p.seller_item_id = g.item"
    f" AND p.valid_from = %(day)s AND {_DIFFERS}"
)
_EARLIER = (
    _GIVEN + "UPDATE agreements_listprice p SET valid_until = %(day)s::date - 1"  # noqa: S608 - constants only
    " FROM given g WHERE p.agreement_id = %(agreement)s AND p.seller_item_id = g.item"
    " AND p.valid_from < %(day)s AND coalesce(p.valid_until, 'infinity') >= %(day)s"
    f" AND {_DIFFERS}"
)
_NEW = (
    _GIVEN + "INSERT INTO agreements_listprice"  # noqa: S608 - constants only
    " (agreement_id, seller_item_id, price_group, net_price_cents, reference, evidence_id,"
    " valid_from) SELECT %(agreement)s, g.item, g.price_group, g.cents, g.reference,"
    " g.evidence, %(day)s FROM given g"
    " WHERE NOT EXISTS (SELECT FROM agreements_listprice p"
    " WHERE p.agreement_id = %(agreement)s AND p.seller_item_id = g.item"
    " AND coalesce(p.valid_until, 'infinity') >= %(day)s)"
)


def _write_prices(agreement_id: int, prices: Sequence[NewPrice], day: date) -> int:
    """Four statements, however many prices. Returns how many rows are new or corrected."""
    values: dict[str, Any] = {
        "agreement": agreement_id,
        "day": day,
        "items": [price.seller_item_id for price in prices],
        "groups": [price.price_group for price in prices],
        "cents": [price.net_price_cents for price in prices],
        "references": [price.reference for price in prices],
        "evidence": [price.evidence_id for price in prices],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATER, values)
        later = cursor.fetchone()
        if later:
            raise Refused(
                "later-price-exists",
                _("Item %(item)s has a price from a later day already. Choose a later day."),
                item=later[0],
            )
        cursor.execute(_SAME_DAY, values)
        written: int = cursor.rowcount
        cursor.execute(_EARLIER, values)
        cursor.execute(_NEW, values)
        added: int = cursor.rowcount
        return written + added
