"""The figures of the start page about goods and invoices: on either side, each with its list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.exchange.queries import needing_attention
from samkop.exchange.vocabulary import Direction, MessageState
from samkop.invoicing.models import MatchResult
from samkop.invoicing.queries.invoices import work_list
from samkop.invoicing.vocabulary import PENDING, InvoiceState
from samkop.platform.formatting import format_money, format_number
from samkop.receiving.models import Consignment, Discrepancy, GoodsReturn
from samkop.receiving.pages.consignment_list import AWAITED
from samkop.receiving.vocabulary import DiscrepancyState, ReturnState
from samkop.site.start_tiles import Tile


def goods_and_invoices(party_id: int, today: date, *, sees_messages: bool) -> list[Tile]:
    """A buyer's: what comes today, what is late, what differs, what is stuck."""
    awaited = _awaited(Consignment.objects.filter(buyer_id=party_id), today)
    held = work_list(party_id).filter(state__in=PENDING).order_by()
    sums = list(
        held.values("result__invoice__currency")
        .annotate(all=Count("id"), cents=Sum("total_cents"))
        .order_by("result__invoice__currency")
    )
    money = ", ".join(
        format_money(Decimal(one["cents"]) / 100, one["result__invoice__currency"]) for one in sums
    )
    in_exception = sum(one["all"] for one in sums)
    return [
        Tile(
            _("Deliveries expected today"), format_number(awaited["today"]),
            f"{reverse('consignments')}?when=today",
        ),
        _late(awaited["late"]),
        _differences(Discrepancy.objects.filter(buyer_id=party_id), _("Differences to settle")),
        Tile(
            _("Discrepancies of invoices"), format_number(in_exception),
            f"{reverse('invoice-discrepancies')}?state=pending",
            _("%(sum)s with VAT") % {"sum": money} if money else "",
            "warn" if in_exception else "",
        ),
        *(_stuck(party_id) if sees_messages else []),
    ]  # fmt: skip


def sent_and_billed(party_id: int, today: date) -> list[Tile]:
    """A supplier's: what has not arrived, what differed, what comes back, what is not paid."""
    awaited = _awaited(Consignment.objects.filter(supplier_id=party_id), today)
    coming = GoodsReturn.objects.filter(supplier_id=party_id, state=ReturnState.SENT).count()
    bills = MatchResult.objects.filter(supplier_id=party_id).aggregate(
        asked=Count("id", filter=Q(state=InvoiceState.UNDER_QUERY)),
        rejected=Count("id", filter=Q(state=InvoiceState.REJECTED)),
    )
    return [
        _late(awaited["late"]),
        _differences(Discrepancy.objects.filter(supplier_id=party_id), _("Open differences")),
        Tile(
            _("Goods sent back to you"), format_number(coming),
            f"{reverse('returns')}?state={ReturnState.SENT}", tone="warn" if coming else "",
        ),
        Tile(
            _("Invoices asked about"), format_number(bills["asked"]),
            f"{reverse('invoices')}?state={InvoiceState.UNDER_QUERY}",
            tone="warn" if bills["asked"] else "",
        ),
        Tile(
            _("Rejected invoices"), format_number(bills["rejected"]),
            f"{reverse('invoices')}?state={InvoiceState.REJECTED}",
        ),
    ]  # fmt: skip


def _awaited(rows: QuerySet[Consignment], today: date) -> dict[str, int]:
    """How many are expected today, and how many should have come before; one query."""
    figures: dict[str, int] = rows.filter(state__in=AWAITED).aggregate(
        today=Count("id", filter=Q(due_on=today)), late=Count("id", filter=Q(due_on__lt=today))
    )
    return figures


def _late(count: int) -> Tile:
    return Tile(
        _("Late deliveries"), format_number(count), f"{reverse('consignments')}?when=late",
        tone="bad" if count else "",
    )  # fmt: skip


def _differences(rows: QuerySet[Discrepancy], label: str) -> Tile:
    count = rows.filter(state=DiscrepancyState.OPEN).count()
    return Tile(
        label, format_number(count),
        f"{reverse('discrepancies')}?state={DiscrepancyState.OPEN}",
        tone="warn" if count else "",
    )  # fmt: skip


def _stuck(party_id: int) -> list[Tile]:
    """Messages that wait for somebody: shown where there are any."""
    waiting = needing_attention(party_id)
    labels = {
        MessageState.ALARM: (_("Messages that do not go out"), Direction.OUT),
        MessageState.QUARANTINED: (_("Messages in quarantine"), Direction.IN),
    }
    return [
        Tile(
            label, format_number(waiting[state]),
            f"{reverse('messages')}?box=own&direction={direction}&state={state}",
            ngettext("somebody has to look at it", "somebody has to look at them", waiting[state]),
            "bad",
        )
        for state, (label, direction) in labels.items()
        if waiting.get(state)
    ]  # fmt: skip
