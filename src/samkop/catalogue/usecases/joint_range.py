"""Choosing the joint range."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import RangeItem
from samkop.catalogue.policies import may_keep_range
from samkop.catalogue.queries import item_of, range_of
from samkop.core.period import day_of
from samkop.parties.queries import meets
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def add_to_range(
    *,
    actor: Actor,
    now: datetime,
    item_id: int,
    valid_from: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> RangeItem:
    """Take an item into its purchasing body's joint range, from a day (else today) on.

    Raises Refused: ``item-in-range`` (it is in it on one of the days),
    ``item-not-on-the-shelf``.
    """
    item = item_of(item_id)
    require(may_keep_range(actor, item.agreement))
    if not item.active:
        raise Refused(
            "item-not-on-the-shelf",
            _("This item is no longer in the shop. Choose its successor or another one."),
            status=404,
        )
    first_day = valid_from or day_of(now, item.agreement.purchasing_body.time_zone)
    if RangeItem.objects.filter(meets(first_day, valid_until), item=item).exists():
        raise Refused("item-in-range", _("This item is in the joint range already."))
    return create(
        RangeItem(
            purchasing_body_id=item.purchasing_body_id, agreement_id=item.agreement_id,
            item=item, valid_from=first_day, valid_until=valid_until, note=note,
        )
    )  # fmt: skip


def end_range(
    *, actor: Actor, now: datetime, item_id: int, last_day: date | None = None
) -> RangeItem:
    """Take an item out of the joint range after a last day (else today).

    Raises Refused ``not-found`` where it is not in it on that day.
    """
    item = item_of(item_id)
    require(may_keep_range(actor, item.agreement))
    ends_on = last_day or day_of(now, item.agreement.purchasing_body.time_zone)
    entry = range_of([item_id], ends_on).get(item_id)
    if entry is None:
        raise not_found()
    return change(entry, valid_until=ends_on)
