"""Saved filters of lists for programs: one's own, in the token's organisation."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from samkop.platform.api import PROBLEMS, IdempotencyKey, caller, reads, writes
from samkop.platform.lists.queries import (
    address_of,
    list_called,
    lists,
    saved_filter_of,
    saved_filters_of,
)
from samkop.platform.lists.usecases import (
    LONGEST_NAME,
    LONGEST_QUERY,
    remove_filter,
    rename_filter,
    save_filter,
)
from samkop.platform.models import SavedFilter
from samkop.platform.unit_of_work import perform, reading

router = Router(tags=["Lists"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
ListName = Annotated[
    str, Query(alias="list", max_length=40, description="Of this list only, such as orders")
]
READ, WRITE = "lists:read", "lists:write"


class SavedFilterIn(Schema):
    """What to keep: a list, a name of one's own, and the filters as its address has them."""

    list: str = Field(max_length=40, description="The list's name, such as orders")
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    query: str = Field(default="", max_length=LONGEST_QUERY, examples=["state=placed&sort=-sum"])


class FilterName(Schema):
    """Another name."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME)


class SavedFilterOut(Schema):
    """A filter that the token's person has kept; ``url`` is the path of the list so filtered."""

    id: int
    list: str
    title: str = Field(description="What the list is called, in the asked language")
    name: str
    query: str
    url: str
    saved_at: datetime


class Removed(Schema):
    """No more is to be said."""


@router.get("/saved-filters", response={200: list[SavedFilterOut], **PROBLEMS}, summary="Filters")
@reads(READ)
def list_saved_filters(request: HttpRequest, *, of_list: ListName = "") -> "list[SavedFilterOut]":
    """One's own saved filters, by list and name."""
    actor = caller(request)
    found = saved_filters_of(actor.own_party_id, actor.own_person_id, of_list)
    return [_out(one) for one in found if one.list_name in lists()]


@router.post("/saved-filters", response={201: SavedFilterOut, **PROBLEMS}, summary="Keep a filter")
@writes(WRITE)
def keep_filter(
    request: HttpRequest, key: IdempotencyKey, body: SavedFilterIn
) -> Status[SavedFilterOut]:
    """Keep a filter under a name; a known name of that list gets the new filter."""
    actor = caller(request)
    kept = perform(
        actor, save_filter, key=key, list_name=body.list, name=body.name, query=body.query
    )
    return Status(201, _again(request, kept.pk if kept else 0))


@router.put(
    "/saved-filters/{saved_filter_id}", response={200: SavedFilterOut, **PROBLEMS},
    summary="Rename a filter",
)  # fmt: skip
@writes(WRITE)
def name_filter(
    request: HttpRequest, saved_filter_id: Id, key: IdempotencyKey, body: FilterName
) -> SavedFilterOut:
    """Give one of one's own filters another name."""
    perform(
        caller(request), rename_filter, key=key, saved_filter_id=saved_filter_id, name=body.name
    )
    return _again(request, saved_filter_id)


@router.delete(
    "/saved-filters/{saved_filter_id}", response={200: Removed, **PROBLEMS},
    summary="Remove a filter",
)  # fmt: skip
@writes(WRITE)
def forget_filter(request: HttpRequest, saved_filter_id: Id, key: IdempotencyKey) -> Removed:
    """Forget one of one's own filters."""
    perform(caller(request), remove_filter, key=key, saved_filter_id=saved_filter_id)
    return Removed()


def _again(request: HttpRequest, saved_filter_id: int) -> SavedFilterOut:
    actor = caller(request)
    with reading(actor):
        return _out(saved_filter_of(actor.own_party_id, actor.own_person_id, saved_filter_id))


def _out(one: SavedFilter) -> SavedFilterOut:
    return SavedFilterOut(
        id=one.pk, list=one.list_name, title=str(list_called(one.list_name).title), name=one.name,
        query=one.query, url=address_of(one.list_name, one.query), saved_at=one.saved_at,
    )  # fmt: skip
