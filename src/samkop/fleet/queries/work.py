"""Reads of work orders: a day's, one, all; what was reported of each device."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import F, Prefetch, Q, QuerySet

from samkop.fleet.models import Asset, Signature, WorkOrder, WorkOrderLine, WorkReport
from samkop.fleet.queries.newest import newest_below
from samkop.fleet.queries.routes import in_order
from samkop.fleet.vocabulary import GOING_ON, EnrolmentCheck, WorkLineState
from samkop.platform.refusals import not_found

LINES = Prefetch("lines", WorkOrderLine.objects.order_by("position"))
# A day has a few dozen visits; a list beyond that is for another page.
MOST_OF_DAY = 200


def work_orders_of(party_id: int) -> Sequence[QuerySet[WorkOrder]]:
    """Those on a party's own devices, and those that it does for others."""
    found = WorkOrder.objects.select_related("owner", "performer").prefetch_related(LINES)
    return (
        found.filter(owner_id=party_id),
        found.filter(performer_id=party_id).exclude(owner_id=party_id),
    )


def work_order_page(
    party_id: int, before: int | None, *, state: str = "", kind: str = "", serial_number: str = "",
    since: date | None = None, until: date | None = None,
) -> list[WorkOrder]:  # fmt: skip
    """A page of the newest of either side, and one more; due ``since`` a day and ``until`` one."""
    lines = WorkOrderLine.objects.filter(serial_number=serial_number).values("work_order_id")
    return newest_below(
        work_orders_of(party_id), before, state=state, kind=kind, due_on__gte=since,
        due_on__lte=until, id__in=lines if serial_number else None,
    )  # fmt: skip


def work_order_of(work_order_id: int) -> WorkOrder:
    """One with its lines. Raises Refused ``not-found``."""
    found = (
        WorkOrder.objects.select_related("owner", "performer", "performer_person")
        .prefetch_related(LINES)
        .filter(id=work_order_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def work_of_day(performer_id: int, person_id: int | None, day: date) -> list[WorkOrder]:
    """What a party is to do by a day, as a route; others' named work is left out."""
    found = (
        WorkOrder.objects.filter(performer_id=performer_id, due_on__lte=day, state__in=GOING_ON)
        .filter(Q(performer_person_id=None) | Q(performer_person_id=person_id))
        .select_related("owner")
        .prefetch_related(LINES)
        .order_by("due_on", "id")
    )
    return in_order(found[:MOST_OF_DAY])


def promises_broken(owner_id: int, moment: datetime) -> QuerySet[WorkOrder]:
    """Work that goes on though the time promised for it has passed, and of which nobody is told.

    That is the promised day, or on that day the end of its hours; ``moment`` is in the owner's
    own time.
    """
    today = moment.date()
    passed = Q(promised_on__lt=today) | Q(
        promised_on=today, due_on__lte=today, window_to__lt=moment.time()
    )
    untold = Q(alarmed_for__isnull=True) | Q(alarmed_for__lt=F("promised_on"))
    return WorkOrder.objects.filter(passed, untold, owner_id=owner_id, state__in=GOING_ON)


def reported_last(orders: Iterable[WorkOrder]) -> dict[int, str]:
    """By line, the newest report of each device in these orders."""
    rows = WorkReport.objects.filter(work_order__in=list(orders)).exclude(line=None)
    return dict(rows.order_by("id").values_list("line_id", "kind"))


def signatures_of(order: WorkOrder) -> list[Signature]:
    """Who signed for it, the first first."""
    return list(order.signatures.order_by("id"))


def signature_of(signature_id: int) -> Signature:
    """One with its order and the devices that it is for. Raises Refused ``not-found``."""
    found = (
        Signature.objects.select_related("work_order", "work_order__owner")
        .prefetch_related(
            Prefetch("reports", WorkReport.objects.select_related("line").order_by("id"))
        )
        .filter(id=signature_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def work_of_asset(asset: Asset) -> list[WorkOrderLine]:
    """The work on a device, the newest first, with its reports' signatures."""
    lines = WorkOrderLine.objects.filter(asset=asset, owner_id=asset.owner_id)
    return list(
        lines.select_related("work_order", "work_order__performer")
        .prefetch_related(
            Prefetch(
                "reports",
                WorkReport.objects.exclude(signature=None).select_related("signature"),
                to_attr="signed_reports",
            )
        )
        .order_by("-id")[:50]
    )


def enrolment_differences(owner_id: int) -> list[WorkOrderLine]:
    """Devices to be prepared that their maker's programme does not know, or not as wanted."""
    lines = WorkOrderLine.objects.filter(
        owner_id=owner_id, state=WorkLineState.OPEN,
        enrolment__in=[EnrolmentCheck.NOT_ENROLLED, EnrolmentCheck.OTHER_GROUP],
    )  # fmt: skip
    return list(lines.select_related("work_order").order_by("work_order_id", "position")[:500])
