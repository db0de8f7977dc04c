"""The list of returns: what goes back, and what comes back to a supplier."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from samkop.platform.lists import (
    Cell,
    Choice,
    Column,
    Days,
    Empty,
    Listing,
    code,
    moment,
    number,
    pill,
    text,
)
from samkop.platform.lists.days import from_day, to_day
from samkop.receiving.models import GoodsReturn
from samkop.receiving.pages.shown import RETURN_TONES
from samkop.receiving.queries.returns import credits_to_come
from samkop.receiving.vocabulary import ReturnReason, ReturnState


class ListedReturn(NamedTuple):
    """A return, and how many of its pieces wait for a credit note."""

    goods_return: GoodsReturn
    awaited: int


def _prepare(rows: list[GoodsReturn]) -> list[ListedReturn]:
    awaited = credits_to_come(row.order_id for row in rows)
    return [
        ListedReturn(row, sum(awaited.get(line.pk, 0) for line in row.lines.all()))
        for row in rows
    ]  # fmt: skip


def _credit(one: ListedReturn) -> Cell:
    if not one.awaited:
        return text("")
    said = ngettext("%(count)s piece", "%(count)s pieces", one.awaited)
    return pill("warn", said % {"count": one.awaited})


RETURNS: Listing[ListedReturn] = Listing(
    name="returns",
    title=gettext_lazy("Returns"),
    address="returns",
    order="-announced",
    columns=(
        Column(
            "number", gettext_lazy("Return"), lambda one: code(one.goods_return.number),
            link=lambda one: reverse("return", args=[one.goods_return.pk]),
        ),
        Column(
            "order", pgettext_lazy("document", "Order"),
            lambda one: code(one.goods_return.order.number),
        ),
        Column(
            "supplier", gettext_lazy("Supplier"),
            lambda one: text(str(one.goods_return.supplier)),
        ),
        Column(
            "buyer", pgettext_lazy("organisation", "Buyer"),
            lambda one: text(str(one.goods_return.buyer)), usual=False,
        ),
        Column(
            "reason", gettext_lazy("Reason"),
            lambda one: text(one.goods_return.get_reason_display()),
        ),
        Column(
            "pieces", gettext_lazy("Pieces"),
            lambda one: number(sum(line.quantity for line in one.goods_return.lines.all())),
            numeric=True,
        ),
        Column(
            "announced", pgettext_lazy("return", "Announced"),
            lambda one: moment(one.goods_return.announced_at), sort="announced_at", down=True,
        ),
        Column(
            "state", gettext_lazy("State"),
            lambda one: pill(
                RETURN_TONES[ReturnState(one.goods_return.state)],
                one.goods_return.get_state_display(),
            ),
        ),
        Column("credit", gettext_lazy("Credit expected"), _credit),
    ),
    filters=(
        Choice(
            "state", gettext_lazy("State"), ReturnState.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Choice(
            "reason", gettext_lazy("Reason"), ReturnReason.choices,
            lambda rows, reason: rows.filter(reason=reason),
        ),
        Days("since", gettext_lazy("Announced from"), from_day("announced_at")),
        Days("until", gettext_lazy("until"), to_day("announced_at")),
    ),
    empty=Empty(
        gettext_lazy("Nothing goes back"),
        gettext_lazy("What is sent back to suppliers is announced from an order's page."),
        sign="swap",
    ),
    prepare=_prepare,
)  # fmt: skip
