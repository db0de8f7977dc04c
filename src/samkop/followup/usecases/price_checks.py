"""Holding purchases against their rules: a job's work, a part at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from samkop.agreements.queries import Terms, terms_of
from samkop.agreements.rules import PriceOrigin, origin_from_json, with_lower_offer
from samkop.followup.models import PriceCheck
from samkop.followup.policies.prices import may_watch_prices
from samkop.followup.queries.price_grounds import (
    Ground,
    Ordered,
    as_priced,
    grounds_of,
    invoice_lines_of,
    ordered_checks,
    unchecked_lines,
    unchecked_outside,
    unchecked_parts,
)
from samkop.followup.rules.price_chains import Chain, Verdict, chain_of, held_against
from samkop.followup.vocabulary.prices import PriceCause, PriceOutcome, PurchaseSource
from samkop.invoicing.models import InvoiceLine, MatchedPart
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.records import create_all
from samkop.platform.unit_of_work import require

AT_ONCE = 500
WATCH = "price-watch"


def check_purchases(*, actor: Actor, now: datetime, rows: int = AT_ONCE) -> int:
    """Hold up to so many order lines, and orders outside the shop, against their rules.

    Those under agreements that the acting party runs and that have no check yet. Returns how
    many; 0 when there is nothing left. Raises Refused ``not-allowed``.
    """
    require(may_watch_prices(actor))
    party_id = actor.own_party_id
    hold(WATCH, party_id)
    ordered = as_priced(unchecked_lines(party_id, rows))
    grounds = grounds_of(ordered)
    terms = {pk: terms_of(pk) for pk in {one.line.order.agreement_id for one in ordered}}
    checks = [_ordered(one, grounds[one.line.pk], terms, now) for one in ordered]
    checks += _outside(party_id, rows - len(checks), now)
    create_all(checks, under=party_of(party_id))
    return len(checks)


def check_invoices(*, actor: Actor, now: datetime, rows: int = AT_ONCE) -> int:
    """Hold up to so many matched lines of the acting buyer's invoices against their rules.

    What the rule gave is what it gave when it was ordered. Returns how many; 0 when there is
    nothing left. Raises Refused ``not-allowed``.
    """
    require(may_watch_prices(actor))
    party_id = actor.own_party_id
    hold(WATCH, party_id)
    parts = list(unchecked_parts(party_id, rows))
    lines = invoice_lines_of(parts)
    known = ordered_checks(part.order_line_id for part in parts)
    terms: dict[int, Terms] = {}
    checks: dict[tuple[int, str, int], PriceCheck] = {}
    for part in parts:
        ordered = known[part.order_line_id]
        if ordered.agreement_id not in terms:
            terms[ordered.agreement_id] = terms_of(ordered.agreement_id)
        key = (part.result.invoice_id, part.line_id, ordered.pk)
        if key in checks:
            _count(checks[key], part.quantity)
        else:
            line = lines[part.result.invoice_id, part.line_id]
            checks[key] = _invoiced(part, line, ordered, terms[ordered.agreement_id], now)
    create_all(checks.values(), under=party_of(party_id))
    return len(checks)


@dataclass(frozen=True, slots=True)
class _Held:
    """A price with the one that its rule gives, and what it says it is made of."""

    price: int
    origin: PriceOrigin | None
    verdict: Verdict | None
    absence: PriceCause | None
    paid: Chain | None

    def fields(self, quantity: int) -> dict[str, Any]:
        """Of a check."""
        found: dict[str, Any] = {"quantity": quantity, "price_cents": self.price}
        if self.paid is not None:
            found["tier_permille"] = self.paid.tier_permille
            found["markup_permille"] = self.paid.markup_permille
        if self.origin is None or self.verdict is None:
            return found | {"outcome": PriceOutcome.NO_RULE, "cause": self.absence or ""}
        difference = self.verdict.difference
        return found | {
            "expected_cents": self.origin.net_cents, "difference_cents": difference,
            "total_difference_cents": difference * quantity, "outcome": self.verdict.outcome,
            "cause": self.verdict.main or "",
            "causes": [[share.cause.value, share.cents] for share in self.verdict.shares],
            "expected": self.origin.as_json(),
        }  # fmt: skip


def _held(price: int, ground: Ground, paid: PriceOrigin | None, tiers: Sequence[Any]) -> _Held:
    made_of = chain_of(paid) if paid else None
    origin = ground.origin
    if origin is not None and made_of is not None and made_of.offered_cents is not None:
        # What the supplier offers for less is its price by the agreement; it is never more.
        origin = with_lower_offer(origin, made_of.offered_cents)
    expected = chain_of(origin) if origin else None
    if expected is None:
        return _Held(price, None, None, ground.absence or PriceCause.NOT_LISTED, made_of)
    verdict = held_against(expected, price, made_of, tiers)
    return _Held(price, origin, verdict, None, made_of)


def _ordered(one: Ordered, ground: Ground, terms: dict[int, Terms], now: datetime) -> PriceCheck:
    line, order = one.line, one.line.order
    tiers = terms[order.agreement_id].tiers.get(line.price_group, ())
    held = _held(line.unit_price_cents, ground, origin_from_json(line.origin), tiers)
    return PriceCheck(
        purchasing_body_id=order.purchasing_body_id, buyer_id=order.buyer_id,
        supplier_id=order.supplier_id, agreement_id=order.agreement_id, item_id=line.item_id,
        source=PurchaseSource.ORDERED, order_line=line, reference=order.number,
        seller_item_id=line.seller_item_id, name=line.name, price_group=line.price_group,
        bought_on=one.day, currency=order.currency, volume=ground.volume, checked_at=now,
        **held.fields(line.quantity),
    )  # fmt: skip


def _invoiced(
    part: MatchedPart, line: InvoiceLine, ordered: PriceCheck, terms: Terms, now: datetime
) -> PriceCheck:
    invoice = part.result.invoice
    exact = Decimal(line.net_cents) / line.quantity
    price = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    ground = Ground(origin_from_json(ordered.expected), ordered.volume, _cause_of(ordered))
    # Billed as ordered it is made of what the order line says; else nothing says what it is.
    line_ordered = ordered.order_line if price == ordered.price_cents else None
    paid = origin_from_json(line_ordered.origin) if line_ordered else None
    held = _held(price, ground, paid, terms.tiers.get(ordered.price_group, ()))
    return PriceCheck(
        purchasing_body_id=ordered.purchasing_body_id, buyer_id=ordered.buyer_id,
        supplier_id=ordered.supplier_id, agreement_id=ordered.agreement_id,
        item_id=ordered.item_id, source=PurchaseSource.INVOICED,
        order_line_id=ordered.order_line_id, invoice=invoice, invoice_line=part.line_id,
        reference=invoice.number, seller_item_id=ordered.seller_item_id, name=ordered.name,
        price_group=ordered.price_group, bought_on=invoice.issue_date, volume=ordered.volume,
        currency=invoice.currency, checked_at=now, **held.fields(part.quantity),
    )  # fmt: skip


def _cause_of(check: PriceCheck) -> PriceCause | None:
    return PriceCause(check.cause) if check.outcome == PriceOutcome.NO_RULE else None


def _count(check: PriceCheck, quantity: int) -> None:
    """One line of an invoice that bills an order line in two parts is one purchase."""
    check.quantity += quantity
    check.total_difference_cents = check.difference_cents * check.quantity


def _outside(party_id: int, rows: int, now: datetime) -> Iterator[PriceCheck]:
    for order in unchecked_outside(party_id, max(rows, 0)):
        yield PriceCheck(
            purchasing_body_id=party_id, buyer_id=order.buyer_id, supplier_id=order.supplier_id,
            agreement_id=order.agreement_id, source=PurchaseSource.OUTSIDE, outside_order=order,
            reference=order.document, bought_on=order.ordered_on,
            quantity=sum(order.quantities.values()), currency=order.agreement.currency,
            outcome=PriceOutcome.NO_RULE, cause=PriceCause.OUTSIDE_SHOP, checked_at=now,
        )  # fmt: skip
