"""Search for programs: as the page, over everything that the token's person may see."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from samkop.platform.api import PROBLEMS, caller, reads
from samkop.platform.unit_of_work import current_unit
from samkop.site.searching import LONGEST, search, straight_to

router = Router(tags=["Search"])

Text = Annotated[
    str,
    Query(min_length=1, max_length=LONGEST, description="A number, or a part of a name"),
]


class HitOut(Schema):
    """One thing found."""

    kind: str = Field(
        description="orders, requisitions, devices, items, agreements, people or incidents"
    )
    id: int
    label: str
    note: str
    url: str = Field(description="The path of its page")


class FoundOut(Schema):
    """At most ten things of each kind; ``exact`` is the page of the one so numbered, or empty."""

    exact: str
    hits: list[HitOut]


@router.get("/search", response={200: FoundOut, **PROBLEMS}, summary="Search")
@reads("search:read")
def search_all(request: HttpRequest, q: Text) -> FoundOut:
    """What a number or a text finds."""
    groups = search(caller(request), q, timezone.localdate(current_unit().now))
    hits = [
        HitOut(kind=group.kind, id=hit.id, label=hit.label, note=hit.note, url=hit.url)
        for group in groups
        for hit in group.hits
    ]
    return FoundOut(exact=straight_to(groups, q), hits=hits)
