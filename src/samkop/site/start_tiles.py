"""The figures of the start page: each role's few that matter, each leading to its list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.agreements.models import FrameworkAgreement, PriceTier, TierVolume
from samkop.agreements.queries.standing import near_its_end, nearly_full, part_is, standing_in
from samkop.agreements.vocabulary import ORDERABLE
from samkop.catalogue.queries import with_refused_lines
from samkop.exchange.models import Message
from samkop.exchange.vocabulary import Direction, MessageState
from samkop.ordering.models import Budget, Order, Requisition
from samkop.ordering.queries.support import support_ends_near
from samkop.ordering.vocabulary import OrderState, RequisitionState
from samkop.platform.formatting import format_money_compact, format_number, format_percent

TOO_LONG = timedelta(days=2)


@dataclass(frozen=True)
class Tile:
    """One figure, what it says, and the list that it leads to."""

    label: str
    value: str
    url: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Volume:
    """What everybody has ordered of a price group, and what the next tier would give."""

    agreement: FrameworkAgreement
    price_group: str
    quantity: int
    discount_permille: int
    next_from: int | None
    next_permille: int | None

    @property
    def missing(self) -> int | None:
        """Units until the next tier; None at the last."""
        return None if self.next_from is None else self.next_from - self.quantity

    @property
    def discount(self) -> str:
        """The present tier's discount as per cent."""
        return format_percent(Decimal(self.discount_permille) / 1000, 1)

    @property
    def next_discount(self) -> str:
        """The next tier's discount as per cent."""
        return format_percent(Decimal(self.next_permille or 0) / 1000, 1)


def my_municipality(party_id: int, now: datetime, today: date) -> list[Tile]:
    """Orders under way, requisitions that wait too long, budget, ends of support."""
    orders = _states(Order.objects.filter(buyer_id=party_id), now)
    waiting = Requisition.objects.filter(party_id=party_id, state=RequisitionState.SUBMITTED)
    requisitions = waiting.aggregate(
        all=Count("id"), late=Count("id", filter=Q(submitted_at__lt=now - TOO_LONG))
    )
    support = support_ends_near(party_id, today).count()
    return [
        Tile(
            _("Requisitions waiting"), format_number(requisitions["all"]),
            f"{reverse('requisitions')}?state={RequisitionState.SUBMITTED}",
            _late(requisitions["late"]), "warn" if requisitions["late"] else "",
        ),
        Tile(
            _("Orders without an answer"), format_number(orders["placed"]),
            _orders(OrderState.PLACED), _late(orders["late"]), "warn" if orders["late"] else "",
        ),
        Tile(
            _("Substitutes to decide on"), format_number(orders["offered"]),
            _orders(OrderState.SUBSTITUTE_OFFERED), tone="warn" if orders["offered"] else "",
        ),
        *_budget(party_id, today.year),
        Tile(
            _("Models whose support ends"), format_number(support), reverse("support-ends"),
            _("Bought by you; within a year or already."), "warn" if support else "",
        ),
    ]  # fmt: skip


def my_agreements(party_id: int, today: date) -> list[Tile]:
    """Ceilings nearly full, agreements near their end, refused lines, unsent messages."""
    run = FrameworkAgreement.objects.filter(part_is("run", party_id))
    figures = run.aggregate(
        all=Count("id", filter=standing_in(ORDERABLE, today)),
        full=Count("id", filter=nearly_full(today)),
        ending=Count("id", filter=near_its_end(today)),
    )
    refused = with_refused_lines(party_id).aggregate(
        all=Count("id"), lines=Sum("refused", default=0)
    )
    return [
        Tile(
            _("Agreements in force"), format_number(figures["all"]),
            _agreements("state=orderable"),
        ),
        Tile(
            _("Ceilings over four fifths full"), format_number(figures["full"]),
            _agreements("attention=nearly-full"), tone="warn" if figures["full"] else "",
        ),
        Tile(
            _("Agreements that end within half a year"), format_number(figures["ending"]),
            _agreements("attention=near-its-end"), tone="warn" if figures["ending"] else "",
        ),
        Tile(
            _("Catalogues with refused lines"), format_number(refused["all"]),
            f"{reverse('catalogues')}?attention=newest-refused",
            ngettext("%(count)s line", "%(count)s lines", refused["lines"])
            % {"count": format_number(refused["lines"])},
            "warn" if refused["all"] else "",
        ),
        _unsent(party_id),
    ]  # fmt: skip


def my_orders(party_id: int, now: datetime, *, sees_messages: bool) -> list[Tile]:
    """A supplier's: what is to be answered, what is late, what the buyer has not decided."""
    orders = _states(Order.objects.filter(supplier_id=party_id), now)
    return [
        Tile(
            _("Orders to answer"), format_number(orders["placed"]), _orders(OrderState.PLACED),
            _late(orders["late"]), "bad" if orders["late"] else "",
        ),
        Tile(
            _("Received, not yet confirmed"), format_number(orders["acknowledged"]),
            _orders(OrderState.ACKNOWLEDGED),
        ),
        Tile(
            _("Substitutes awaiting the buyer"), format_number(orders["offered"]),
            _orders(OrderState.SUBSTITUTE_OFFERED),
        ),
        Tile(
            _("Confirmed orders"), format_number(orders["confirmed"]),
            _orders(OrderState.CONFIRMED), tone="good" if orders["confirmed"] else "",
        ),
        *([_unsent(party_id)] if sees_messages else []),
    ]  # fmt: skip


def the_region(agreements: Iterable[FrameworkAgreement]) -> list[Volume]:
    """What everybody has ordered together in these agreements, by price group; two queries."""
    by_id = {agreement.pk: agreement for agreement in agreements}
    tiers: dict[tuple[int, str], list[PriceTier]] = {}
    for tier in PriceTier.objects.filter(agreement_id__in=by_id).order_by("from_quantity"):
        tiers.setdefault((tier.agreement_id, tier.price_group), []).append(tier)
    volumes = TierVolume.objects.filter(agreement_id__in=by_id).order_by(
        "agreement_id", "price_group"
    )
    return [
        _volume(by_id[row.agreement_id], row, tiers.get((row.agreement_id, row.price_group), []))
        for row in volumes
    ]


def _volume(agreement: FrameworkAgreement, row: TierVolume, tiers: list[PriceTier]) -> Volume:
    reached = [tier for tier in tiers if tier.from_quantity <= row.quantity]
    following = next((tier for tier in tiers if tier.from_quantity > row.quantity), None)
    return Volume(
        agreement, row.price_group, row.quantity,
        reached[-1].discount_permille if reached else 0,
        following.from_quantity if following else None,
        following.discount_permille if following else None,
    )  # fmt: skip


def _states(orders: QuerySet[Order], now: datetime) -> dict[str, int]:
    """How many of the orders are in each state that somebody has to act in; one query."""
    figures: dict[str, int] = orders.aggregate(
        placed=Count("id", filter=Q(state=OrderState.PLACED)),
        late=Count("id", filter=Q(state=OrderState.PLACED, placed_at__lt=now - TOO_LONG)),
        acknowledged=Count("id", filter=Q(state=OrderState.ACKNOWLEDGED)),
        offered=Count("id", filter=Q(state=OrderState.SUBSTITUTE_OFFERED)),
        confirmed=Count("id", filter=Q(state=OrderState.CONFIRMED)),
    )
    return figures


def _budget(party_id: int, year: int) -> list[Tile]:
    """What is left of the year's budgets, in each currency."""
    sums = (
        Budget.objects.filter(party_id=party_id, year=year)
        .values("currency")
        .annotate(given=Sum("amount_cents"), used=Sum("committed_cents"))
        .order_by("currency")
    )
    return [
        Tile(
            _("Left of the year's budgets"),
            format_money_compact(Decimal(row["given"] - row["used"]) / 100, row["currency"]),
            reverse("budgets"),
            _("of %(given)s")
            % {"given": format_money_compact(Decimal(row["given"]) / 100, row["currency"])},
        )
        for row in sums
    ]


def _unsent(party_id: int) -> Tile:
    unsent = Message.objects.filter(
        owner_id=party_id, direction=Direction.OUT, state=MessageState.ALARM
    ).count()
    return Tile(
        _("Messages that do not go out"), format_number(unsent),
        f"{reverse('messages')}?box=own&direction={Direction.OUT}&state={MessageState.ALARM}",
        tone="bad" if unsent else "",
    )  # fmt: skip


def _orders(state: OrderState) -> str:
    return f"{reverse('orders')}?state={state}"


def _agreements(asked: str) -> str:
    return f"{reverse('agreements')}?part=run&{asked}"


def _late(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s for more than two days", "%(count)s for more than two days", count
    ) % {"count": format_number(count)}
