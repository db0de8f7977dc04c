"""A financier's schedule as a file: serial numbers and rents of a month."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.leasing import Line
from samkop.ordering.rules.import_cells import cents_in
from samkop.parties.columns import NO_MAP, columns_of
from samkop.parties.file_plans import FilePlan, once, plan_of
from samkop.parties.import_files import table_of
from samkop.platform.refusals import Refused

LONGEST_SERIAL = 100


def schedule_plan(content: bytes) -> tuple[list[Line], FilePlan]:
    """The devices of a schedule's file, CSV or xlsx, and its rows with what is wrong in them.

    Raises Refused ``file-unreadable``.
    """
    columns = columns_of("lease_schedule_columns.csv", "samkop.fleet")
    plan = plan_of(table_of(content), columns, NO_MAP)
    lines = []
    seen: dict[Any, int] = {}
    for row in plan.rows:
        serial, cents = row["serial_number"].strip(), cents_in(row["monthly"])
        if not 0 < len(serial) <= LONGEST_SERIAL:
            sentence = _("Each device has a serial number of at most 100 characters.")
            plan.wrong(row, "serial_number", "serial-number-wrong", sentence)
        elif cents is None or cents <= 0:
            sentence = _("“%(value)s” is no rent: write the amount of a month, as 24.90.")
            plan.wrong(row, "monthly", "rent-wrong", sentence, value=row["monthly"])
        elif once(plan, row, (serial,), seen):
            lines.append(Line(serial, cents))
    return lines, plan


def lines_of_file(content: bytes) -> list[Line]:
    """The devices of a schedule's file.

    Raises Refused: ``file-unreadable``; ``schedule-faulty`` with ``faults`` (row, column, code)
    among its facts, and the first of them as its sentence.
    """
    lines, plan = schedule_plan(content)
    if plan.faults:
        raise _faulty(plan)
    return lines


def _faulty(plan: FilePlan) -> Refused:
    first = plan.faults[0]
    sentence = _("Row %(row)s: %(what)s") % {"row": first.row, "what": first}
    return Refused(
        "schedule-faulty", sentence.replace("%", "%%"), status=422, fields={"file": sentence},
        faults=[(fault.row, fault.column, fault.code) for fault in plan.faults],
    )  # fmt: skip
