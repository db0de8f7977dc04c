"""Ordering by file: every row at once, in one transaction, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.core.tabular import read_table
from samkop.ordering.models import Budget, OrderFile
from samkop.ordering.policies import may_send_in
from samkop.ordering.queries.order_file import OrderPlan, PlannedLine, plan_order
from samkop.ordering.rules.order_file import OrderRow, columns, read_order_rows
from samkop.ordering.usecases.choices import own_cost_centre, own_location
from samkop.ordering.usecases.requisition import Terms, Wish, send_in
from samkop.parties.import_files import headings_of
from samkop.parties.models import DeliveryLocation, HeadingMap, Party
from samkop.parties.usecases.import_files import name_headings, require_table
from samkop.platform.actors import Actor
from samkop.platform.imports import import_done, import_waits
from samkop.platform.records import create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

ORDER = "order"
MOST_TOLD = 50


def upload_order_file(
    *, actor: Actor, now: datetime, name: str, content: bytes, cost_centre_id: int,
    delivery_location_id: int,
) -> OrderFile:  # fmt: skip
    """Keep a file until it is ordered; it replaces the person's earlier one.

    Raises Refused: ``file-too-large``, ``file-unreadable``, ``cost-centre-unknown``,
    ``delivery-location-unknown``.
    """
    require(may_send_in(actor))
    sha256 = require_table(content)
    OrderFile.objects.filter(party_id=actor.own_party_id, person_id=actor.own_person_id).delete()
    # Counted, not written out in the history: it may hold people's names.
    [file] = create_all(
        [
            OrderFile(
                party_id=actor.own_party_id, person_id=actor.own_person_id, name=name[-200:],
                cost_centre=own_cost_centre(actor, id=cost_centre_id),
                delivery_location=own_location(actor, id=delivery_location_id),
                content=content, sha256=sha256, uploaded_at=now,
            )
        ]
    )  # fmt: skip
    note(file=file.name, sha256=sha256)
    import_waits(now=now, kind=ORDER, name=file.name, sha256=sha256, file=file)
    return file


def name_order_headings(
    *, actor: Actor, now: datetime, file_id: int, called: Mapping[str, str]
) -> HeadingMap:
    """Remember what the headings of an uploaded file mean: heading to key, or to nothing.

    Raises Refused ``not-found``, ``column-unknown``.
    """
    order_file_of(actor, file_id)
    return name_headings(actor=actor, now=now, kind=ORDER, called=called, known=columns())


def order_by_file(
    *, actor: Actor, now: datetime, file_id: int, leave_out: int = 0
) -> dict[str, list[int]]:
    """Send in what an uploaded file asks for, and let the file go.

    ``leave_out`` is the number of faulty rows that the person has seen and leaves out.
    Answers and raises Refused as ``order_rows``, and ``not-found``.
    """
    file = order_file_of(actor, file_id)
    plan = plan_of_file(file, now)
    made = _order(actor, now, plan, leave_out)
    note(file=file.name, sha256=file.sha256)
    import_done(
        now=now, kind=ORDER, name=file.name, sha256=file.sha256, rows=len(plan.lines),
        fault_count=leave_out, faults=[(f.row, f.column, f.code, str(f)) for f in plan.faults],
    )  # fmt: skip
    OrderFile.objects.filter(id=file.pk).delete()
    return made


def order_rows(
    *, actor: Actor, now: datetime, cost_centre: str, delivery_location: str,
    rows: Sequence[OrderRow], leave_out: int = 0,
) -> dict[str, list[int]]:  # fmt: skip
    """Send in rows: one requisition for each cost centre that they name, or none at all.

    ``cost_centre`` and ``delivery_location`` are codes for rows that name none. Answers
    {"requisitions": ids}. Raises Refused: ``order-rows-faulty`` with ``faults`` (row,
    column, code) among its facts, unless as many rows are faulty as ``leave_out`` says;
    ``nothing-to-order``; and what ``submit_requisition`` raises.
    """
    require(may_send_in(actor))
    plan = plan_order(
        party_id=actor.own_party_id, person_id=actor.own_person_id, today=_today(actor, now),
        rows=rows, centre=own_cost_centre(actor, code=cost_centre),
        location=own_location(actor, code=delivery_location),
    )  # fmt: skip
    return _order(actor, now, plan, leave_out)


def order_file_of(actor: Actor, file_id: int) -> OrderFile:
    """One's own uploaded file. Raises Refused ``not-found``."""
    require(may_send_in(actor))
    found = (
        OrderFile.objects.filter(
            id=file_id, party_id=actor.own_party_id, person_id=actor.own_person_id
        )
        .select_related("party", "cost_centre", "delivery_location")
        .first()
    )
    if found is None:
        raise not_found()
    return found


def plan_of_file(file: OrderFile, now: datetime) -> OrderPlan:
    """What ordering the file would do now; writes nothing."""
    called = headings_of(file.party_id, ORDER)
    rows, faults = read_order_rows(read_table(bytes(file.content)), called)
    plan = plan_order(
        party_id=file.party_id, person_id=file.person_id, rows=rows,
        today=day_of(now, file.party.time_zone), centre=file.cost_centre,
        location=file.delivery_location,
    )  # fmt: skip
    return replace(plan, faults=[*faults, *plan.faults])


def _order(actor: Actor, now: datetime, plan: OrderPlan, leave_out: int) -> dict[str, list[int]]:
    if plan.faulty_rows != leave_out:
        raise Refused(
            "order-rows-faulty",
            _("Nothing was ordered: %(count)s rows are faulty. Put them right, or leave them out."),
            status=422, count=plan.faulty_rows,
            fields={f"{f.row}.{f.column}": str(f) for f in plan.faults[:MOST_TOLD]},
            faults=[(f.row, f.column, f.code) for f in plan.faults],
        )  # fmt: skip
    if not plan.lines:
        raise Refused(
            "nothing-to-order", _("No row can be ordered. Put the file right."), status=422
        )
    by_centre: dict[int, list[PlannedLine]] = defaultdict(list)
    for line in plan.lines:
        by_centre[line.centre.pk].append(line)
    _hold_budgets(list(by_centre), _today(actor, now).year)
    made = [_send_in(actor, now, by_centre[key]) for key in sorted(by_centre)]
    note(rows=len(plan.lines), left_out=leave_out)
    return {"requisitions": made}


def _send_in(actor: Actor, now: datetime, lines: list[PlannedLine]) -> int:
    """One requisition; rows that are alike but for their quantity are one line."""
    alike: dict[tuple[int, int, int | None, str], Wish] = {}
    for line in lines:
        recipient_id = line.recipient.pk if line.recipient else None
        key = (line.item.pk, line.location.pk, recipient_id, line.row.reference)
        before = alike[key].quantity if key in alike else 0
        alike[key] = Wish(
            line.item, before + line.quantity, line.origin, line.location,
            recipient_id, line.row.reference,
        )  # fmt: skip
    terms = Terms(lines[0].centre, _usual(lines), actor.own_person_id)
    return int(send_in(actor, now, list(alike.values()), terms).pk)


def _usual(lines: list[PlannedLine]) -> DeliveryLocation:
    """The site that most pieces go to stands for the whole requisition."""
    counted: dict[int, int] = defaultdict(int)
    for line in lines:
        counted[line.location.pk] += line.quantity
    usual = max(counted, key=lambda key: (counted[key], -key))
    return next(line.location for line in lines if line.location.pk == usual)


def _hold_budgets(centre_ids: list[int], year: int) -> None:
    """Several budgets are locked by id, as everybody does."""
    held = Budget.objects.select_for_update().filter(
        cost_centre_id__in=centre_ids, project=None, year=year
    )
    list(held.order_by("id").values_list("id", flat=True))


def _today(actor: Actor, now: datetime) -> date:
    return day_of(now, Party.objects.get(id=actor.own_party_id).time_zone)
