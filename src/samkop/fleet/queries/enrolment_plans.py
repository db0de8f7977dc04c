"""What an enrolment programme's list would do to what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import EnrolmentRecord
from samkop.fleet.rules.enrolling import plain_identifier
from samkop.parties.columns import Cells, Columns, cells_of, columns_of
from samkop.parties.faults import RowFault
from samkop.parties.import_files import table_of

MOST_ROWS = 100_000
LONGEST_SERIAL, LONGEST_IMEI, LONGEST_GROUP = 100, 20, 100
Key = tuple[str, str]  # serial number, IMEI


@dataclass(frozen=True)
class EnrolmentPlan:
    """The group of each device that is listed, what was listed before, and what is wrong."""

    listed: Mapping[Key, str]
    known: Mapping[Key, EnrolmentRecord]
    faults: list[RowFault]

    def counts(self) -> dict[str, int]:
        """How many devices there are, and what becomes of them; ``leaving``: listed no more."""
        stay = self.listed.keys() & self.known.keys()
        changed = sum(self.known[key].group_tag != self.listed[key] for key in stay)
        return {
            "rows": len(self.listed), "new": len(self.listed.keys() - self.known.keys()),
            "changed": changed, "unchanged": len(stay) - changed,
            "leaving": len(self.known.keys() - self.listed.keys()),
        }  # fmt: skip


def enrolment_columns() -> Columns:
    """The columns of a list, and the headings that are read as them."""
    return columns_of("enrolment_columns.csv", "samkop.fleet")


def plan_enrolment(owner_id: int, programme: str, content: bytes) -> EnrolmentPlan:
    """Hold a programme's whole list against the one before; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    listed, faults = _listed(content)
    rows = EnrolmentRecord.objects.filter(owner_id=owner_id, programme=programme)
    return EnrolmentPlan(listed, {(row.serial_number, row.imei): row for row in rows}, faults)


def _listed(content: bytes) -> tuple[dict[Key, str], list[RowFault]]:
    table = table_of(content)
    columns = enrolment_columns()
    keys = {text for _required, texts in columns.values() for text in texts}
    # Such lists have many columns of their own, none of which is wrong.
    left_out = {text: "" for text in table.heading if text.casefold() not in keys}
    rows, faults = cells_of(table, columns, left_out)
    if len(rows) > MOST_ROWS:
        sentence = _("The list has more than %(most)s rows: leave out what is not yours.")
        return {}, [RowFault(1, "", "too-many-rows", sentence, {"most": MOST_ROWS})]
    if rows and not any(row["serial_number"] or row["imei"] for row in rows):
        sentence = _("No column is known as serial number or IMEI: give it a heading that is.")
        return {}, [RowFault(1, "serial_number", "column-missing", sentence)]
    listed: dict[Key, str] = {}
    for row in rows:
        if (key := _key(row)) is None:
            sentence = _("This row names no device: it needs a serial number or an IMEI.")
            faults.append(RowFault(row.row, "serial_number", "device-missing", sentence))
        else:
            listed[key] = row["group_tag"].strip()[:LONGEST_GROUP]
    return listed, faults


def _key(row: Cells) -> Key | None:
    serial, imei = plain_identifier(row["serial_number"]), plain_identifier(row["imei"])
    fits = len(serial) <= LONGEST_SERIAL and len(imei) <= LONGEST_IMEI
    return (serial, imei) if (serial or imei) and fits else None
