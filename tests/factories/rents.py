"""Rents that financiers' schedules name, and files of them."""

from __future__ import annotations

from typing import Any

from factories.ordering import NOW, Municipality
from samkop.invoicing.models import RentSchedule
from samkop.invoicing.usecases.rents import record_rents, upload_rent_file
from samkop.parties.models import ImportFile, Party
from samkop.platform.unit_of_work import perform, reading


def rent_row(financier: Party, serial: str, **given: str) -> dict[str, str]:
    """A row of a file: 20.00 a month from January 2026 for three years."""
    said = {
        "financier": financier.identifier, "schedule": "L-77", "serial_number": serial,
        "monthly": "20.00", "currency": "", "first_month": "2026-01-01", "months": "36",
        "returned_on": "",
    }  # fmt: skip
    return {**said, **given}


def a_rent(buyer: Municipality, financier: Party, serial: str, **given: str) -> RentSchedule:
    """A rent that the buyer has recorded."""
    row = rent_row(financier, serial, **given)
    perform(buyer.finance, record_rents, now=NOW, rows=[row])
    with reading(buyer.finance):
        return RentSchedule.objects.get(
            buyer=buyer.party, serial_number=serial, schedule=row["schedule"]
        )


def a_rent_file(buyer: Municipality, name: str, *rows: dict[str, str]) -> ImportFile:
    """An uploaded file of rents; without rows, one whose only row is wrong."""
    said = list(rows) or [{"financier": "0", "schedule": "L", "serial_number": "S", "monthly": "x",
                           "first_month": "x", "months": "0"}]  # fmt: skip
    lines = [";".join(said[0]), *(";".join(one.values()) for one in said)]
    file: Any = perform(
        buyer.finance, upload_rent_file, now=NOW, name=name, content="\n".join(lines).encode()
    )
    return file
