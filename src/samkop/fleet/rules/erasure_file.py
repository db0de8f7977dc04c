"""What an erasure tool's report says, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table
from samkop.fleet.vocabulary.returns import ErasureMethod
from samkop.parties.columns import Cells, Columns, cells_of, columns_of
from samkop.parties.faults import RowFault

LONGEST = 100
ERASED_TOO_EARLY = _(
    "This was before the device was handed in, and it may have been used since. Erase the storage"
    " again, and write that time."
)
# What tools call an erasure that was done; anything else was not.
SUCCESSES = frozenset(
    {"success", "successful", "erased", "ok", "passed", "completed", "lyckades", "raderad",
     "godkänd", "onnistui", "tyhjennetty", "hyväksytty"}
)  # fmt: skip
METHODS = {
    **{method.value: method for method in ErasureMethod},
    "nist clear": ErasureMethod.CLEAR,
    "nist 800-88 clear": ErasureMethod.CLEAR,
    "nist purge": ErasureMethod.PURGE,
    "nist 800-88 purge": ErasureMethod.PURGE,
    "destruction": ErasureMethod.DESTROY,
}


@dataclass(frozen=True)
class ReportedErasure:
    """One storage that a tool has erased; ``row`` as a spreadsheet counts."""

    row: int
    serial: str
    storage_serial: str
    method: ErasureMethod
    tool: str
    erased_at: datetime


def erasure_columns() -> Columns:
    """The columns of a report."""
    return columns_of("erasure_columns.csv", "samkop.fleet")


def erasures_in(
    table: Table, zone: tzinfo, now: datetime
) -> tuple[list[ReportedErasure], list[RowFault]]:
    """The erasures that were done, and what is wrong with the other rows.

    A time without an offset is the owner's, in ``zone``; none is after ``now``.
    """
    cells, faults = cells_of(table, erasure_columns())
    found = []
    for row in cells:
        wrong = _faults_of(row, zone, now)
        if wrong:
            faults += wrong
            continue
        at = _time(row["erased_at"], zone)
        assert at is not None  # noqa: S101 - read above
        found.append(
            ReportedErasure(
                row.row, row["serial"], row["storage_serial"],
                METHODS[row["method"].casefold()], row["tool"][:120], at,
            )
        )  # fmt: skip
    return found, faults


def _faults_of(row: Cells, zone: tzinfo, now: datetime) -> list[RowFault]:
    wrong: list[tuple[str, str, str | Promise]] = [
        (key, "cell-missing", _("This cell is empty: fill it in."))
        for key in ("serial", "storage_serial", "tool") if not row[key]
    ]  # fmt: skip
    wrong += [
        (key, "cell-too-long", _("This is longer than 100 signs: shorten it."))
        for key in ("serial", "storage_serial") if len(row[key]) > LONGEST
    ]  # fmt: skip
    if row["result"].casefold() not in SUCCESSES:
        sentence = _("The erasure did not succeed: erase the storage again, or have it destroyed.")
        wrong.append(("result", "erasure-failed", sentence))
    if row["method"].casefold() not in METHODS:
        sentence = _("Write clear, purge or destroy (NIST SP 800-88).")
        wrong.append(("method", "method-unknown", sentence))
    at = _time(row["erased_at"], zone)
    if at is None or at > now:
        sentence = _("Write day and time as 2026-05-31 14:30, not one to come.")
        wrong.append(("erased_at", "time-unreadable", sentence))
    return [RowFault(row.row, column, code, sentence) for column, code, sentence in wrong]


def _time(text: str, zone: tzinfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def is_before_hand_in(erased_at: datetime, handed_in_at: datetime | None) -> bool:
    """Whether somebody may have used the device since: people and tools write whole minutes."""
    return handed_in_at is not None and erased_at < handed_in_at.replace(second=0, microsecond=0)


def placed(
    erasures: Sequence[ReportedErasure], left: Sequence[int]
) -> list[tuple[ReportedErasure, int | None]]:
    """A device's erasures with the storages that they are of; None where none is left."""
    numbers = iter(left)
    return [(one, next(numbers, None)) for one in erasures]
