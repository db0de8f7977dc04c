"""One's own filters of lists, and the columns that one wants to see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.platform.actors import Actor
from samkop.platform.lists.queries import address_of, list_called, lists, saved_filters_of
from samkop.platform.lists.shown import Asked
from samkop.platform.lists.usecases import (
    choose_columns,
    remove_filter,
    rename_filter,
    save_filter,
)
from samkop.platform.pages import Answer, act, page
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def _saved(
    request: HttpRequest,
    actor: Actor,
    saved_filter_id: int | None = None,
    refused: Refused | None = None,
) -> tuple[str, dict[str, Any]]:
    rows = [
        {
            "filter": one,
            "title": lists()[one.list_name].title,
            "url": address_of(one.list_name, one.query),
            "name": request.POST.get("name", "") if one.pk == saved_filter_id else one.name,
            "refused": refused if one.pk == saved_filter_id else None,
        }
        for one in saved_filters_of(actor.own_party_id, actor.own_person_id)
        if one.list_name in lists()
    ]
    return "platform/saved_filters.html", {"rows": rows}


saved = page()(_saved)


@act()
def keep(request: HttpRequest, actor: Actor, list_name: str) -> Answer:
    """Keep the filters of a list under a name."""
    made = perform(
        actor, save_filter, list_name=list_name,
        name=request.POST.get("name", ""), query=request.POST.get("query", ""),
    )  # fmt: skip
    return Answer(to=address_of(list_name, made.query), message=_("The filter is saved."))


@act(again=_saved)
def rename(request: HttpRequest, actor: Actor, saved_filter_id: int) -> Answer:
    """Give a filter another name."""
    name = request.POST.get("name", "")
    perform(actor, rename_filter, saved_filter_id=saved_filter_id, name=name)
    return Answer(to=reverse("saved-filters"), message=_("The filter has its new name."))


@act()
def delete(request: HttpRequest, actor: Actor, saved_filter_id: int) -> Answer:
    """Forget a filter."""
    perform(actor, remove_filter, saved_filter_id=saved_filter_id)
    return Answer(to=reverse("saved-filters"), message=_("The filter is removed."))


@act()
def columns(request: HttpRequest, actor: Actor, list_name: str) -> Answer:
    """See the columns that were ticked, or the usual ones again."""
    wanted = None if "usual" in request.POST else request.POST.getlist("columns")
    perform(actor, choose_columns, list_name=list_name, columns=wanted)
    query = QueryDict(request.POST.get("query", "")[:4_000])
    with reading(actor):
        back = Asked.of(list_called(list_name), query).query()
    return Answer(to=address_of(list_name, back))
