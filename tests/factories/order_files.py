"""Order files for tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from factories.ordering import NOW, Municipality
from samkop.ordering.models import OrderFile
from samkop.ordering.usecases.order_file import upload_order_file
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

HEADING = ("item", "quantity", "site", "cost_centre", "recipient", "reference")


def a_sheet(*rows: Iterable[object], heading: Iterable[str] = HEADING) -> bytes:
    """Rows as a CSV file with semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([heading, *rows])
    return text.getvalue().encode()


def an_order_file(
    buyer: Municipality, content: bytes, by: Actor | None = None, name: str = "klass.csv"
) -> OrderFile:
    """The file, uploaded by the buyer's employee."""
    return perform(
        by or buyer.employee, upload_order_file, now=NOW, name=name, content=content,
        cost_centre_id=buyer.cost_centre.pk, delivery_location_id=buyer.site.pk,
    )  # fmt: skip
