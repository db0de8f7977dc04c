"""Registers of devices as files, for tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from factories.ordering import NOW
from samkop.fleet.usecases.register_import import upload_fleet_file
from samkop.parties.models import ImportFile
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

HEADING = (
    "asset_number", "serial_number", "manufacturer", "model", "category", "state", "holder_kind",
    "holder", "holder_name", "site", "cost_centre", "received_on", "price", "warranty_until",
    "renew_on", "ended_on", "end_reason",
)  # fmt: skip


def a_device(number: int = 1, **cells: str) -> dict[str, str]:
    """A row of a register: a phone by its number, with other cells where given."""
    phone = {
        "asset_number": f"A{number:06}", "serial_number": f"SN{number:08}",
        "manufacturer": "Samsung", "model": "Galaxy XCover7", "category": "rugged-phone",
    }  # fmt: skip
    return {**phone, **cells}


def a_register(
    rows: Iterable[dict[str, str]], heading: Sequence[str] = HEADING, delimiter: str = ","
) -> bytes:
    """The rows as CSV."""
    text = io.StringIO()
    written = csv.writer(text, delimiter=delimiter)
    written.writerow(heading)
    written.writerows([row.get(name, "") for name in heading] for row in rows)
    return text.getvalue().encode()


def a_fleet_file(keeper: Actor, content: bytes, name: str = "register.csv") -> ImportFile:
    """A register, uploaded by an ICT manager of its owner."""
    return perform(keeper, upload_fleet_file, now=NOW, name=name, content=content)
