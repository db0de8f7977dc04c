"""The list of returns: what goes back, and what comes back to a supplier."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

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
from samkop.receiving.queries.returns import NOTHING, awaited_of
from samkop.receiving.vocabulary import ReturnReason, ReturnRemedy, ReturnState


class ListedReturn(NamedTuple):
    """A return, and for how many of its pieces something is still to come."""

    goods_return: GoodsReturn
    crediting: int
    replacing: int


def _prepare(rows: list[GoodsReturn]) -> list[ListedReturn]:
    known, listed = awaited_of(row.order_id for row in rows), []
    for row in rows:
        awaited = [known.get(line.pk, NOTHING) for line in row.lines.all()]
        crediting = sum(one.credits for one in awaited)
        listed.append(ListedReturn(row, crediting, sum(one.replacements for one in awaited)))
    return listed


def _expected(one: ListedReturn) -> Cell:
    """What is still to come; a return is of one remedy, so that it is the one or the other."""
    if one.crediting:
        return pill("warn", gettext("Credit for %(count)s") % {"count": one.crediting})
    if one.replacing:
        return pill("info", gettext("Replacement of %(count)s") % {"count": one.replacing})
    return text("")


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
        Column(
            "remedy", gettext_lazy("Wanted"),
            lambda one: text(one.goods_return.get_remedy_display()), usual=False,
        ),
        Column("credit", pgettext_lazy("return", "Still to come"), _expected),
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
        Choice(
            "remedy", gettext_lazy("Wanted"), ReturnRemedy.choices,
            lambda rows, remedy: rows.filter(remedy=remedy),
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
