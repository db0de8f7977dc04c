"""What the fleet's lists for programs have in common: ids, filters, a page and the next one's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from django.db.models import Model
from ninja import Path, Query
from pydantic import AwareDatetime, Field

from samkop.fleet.queries.newest import PAGE

LARGEST = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST, description="Ids below this one")]
SerialNumber = Annotated[
    str, Query(max_length=100, description="Of the device with just this serial number")
]
GivenId = Annotated[int, Field(ge=1, le=LARGEST)]
# No device was there before; and every such time is one in every time zone.
EARLIEST, LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
Day = Annotated[date, Field(ge=EARLIEST.date(), le=LATEST.date())]

Row = TypeVar("Row", bound=Model)
Out = TypeVar("Out")


def page_of(found: Sequence[Row], shown: Callable[[Row], Out]) -> tuple[list[Out], int | None]:
    """The rows of a page as they are told, and from where the next page goes on.

    ``found`` has one row more than a page where there is a next one.
    """
    following = found[PAGE - 1].pk if len(found) > PAGE else None
    return [shown(row) for row in found[:PAGE]], following
