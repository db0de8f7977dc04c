"""What a person keeps of lists; read as that person."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from samkop.platform.lists.declared import Listing
from samkop.platform.models import ColumnChoice, SavedFilter
from samkop.platform.refusals import Refused, not_found


@cache
def lists() -> Mapping[str, Listing]:  # type: ignore[type-arg]
    """Every list whose filters and columns can be kept, by name; the site declares them."""
    return {one.name: one for one in import_string(settings.SAMKOP_LISTS)}


def list_called(name: str) -> Listing:  # type: ignore[type-arg]
    """A list by its name. Raises Refused ``list-unknown``."""
    if name not in lists():
        raise Refused("list-unknown", _("There is no such list: load the page again."), status=404)
    return lists()[name]


def address_of(list_name: str, query: str) -> str:
    """The path of a list with filters. Raises Refused ``list-unknown``."""
    address = reverse(list_called(list_name).address)
    return f"{address}?{query}" if query else address


def chosen_columns(person_id: int, list_name: str) -> list[str] | None:
    """The keys of the columns that the person chose; None without a choice."""
    found = ColumnChoice.objects.filter(person_id=person_id, list_name=list_name).first()
    return None if found is None else [str(key) for key in found.columns]


def saved_filters_of(party_id: int, person_id: int, list_name: str = "") -> list[SavedFilter]:
    """The person's filters by list and name; those of one list if it is named."""
    found: QuerySet[SavedFilter] = SavedFilter.objects.filter(
        person_id=person_id, party_id=party_id
    )
    if list_name:
        found = found.filter(list_name=list_name)
    return list(found.order_by("list_name", "name", "id"))


def saved_filter_of(party_id: int, person_id: int, saved_filter_id: int) -> SavedFilter:
    """One of the person's own. Raises Refused ``not-found``."""
    found = SavedFilter.objects.filter(
        id=saved_filter_id, person_id=person_id, party_id=party_id
    ).first()
    if found is None:
        raise not_found()
    return found
