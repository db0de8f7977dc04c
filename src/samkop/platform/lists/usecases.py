"""What a person does with lists: keeps a filter, names it, forgets it, chooses columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.lists.queries import list_called, saved_filter_of, saved_filters_of
from samkop.platform.lists.shown import Asked
from samkop.platform.models import ColumnChoice, SavedFilter
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused

MOST_OF_A_LIST = 30
LONGEST_NAME = 60
LONGEST_QUERY = 1_000


def save_filter(
    *, actor: Actor, now: datetime, list_name: str, name: str, query: str
) -> SavedFilter:
    """Keep the filters and the order of a list's address under a name; a known name is replaced.

    What the list does not know is left out. Refuses ``list-unknown``,
    ``filter-name-missing``, ``filter-too-long``, ``too-many-saved-filters``.
    """
    listing = list_called(list_name)
    kept = Asked.of(listing, QueryDict(query[: 4 * LONGEST_QUERY])).query()
    if len(kept) > LONGEST_QUERY:
        raise Refused(
            "filter-too-long", _("What you search for is too long to be kept. Shorten it."),
            status=422,
        )  # fmt: skip
    wanted = _name(name)
    saved = saved_filters_of(actor.own_party_id, actor.own_person_id, list_name)
    known = next((one for one in saved if one.name == wanted), None)
    if known is not None:
        return change(known, query=kept)
    if len(saved) >= MOST_OF_A_LIST:
        raise Refused(
            "too-many-saved-filters",
            _("A list keeps %(most)s filters. Remove one that you no longer use."),
            most=MOST_OF_A_LIST,
        )  # fmt: skip
    return create(
        SavedFilter(
            party_id=actor.own_party_id, person_id=actor.own_person_id, list_name=list_name,
            name=wanted, query=kept, saved_at=now,
        )
    )  # fmt: skip


def rename_filter(*, actor: Actor, now: datetime, saved_filter_id: int, name: str) -> SavedFilter:
    """Give one of one's own filters another name.

    Refuses ``not-found``, ``filter-name-missing``, ``filter-name-taken``.
    """
    found = saved_filter_of(actor.own_party_id, actor.own_person_id, saved_filter_id)
    wanted = _name(name)
    others = saved_filters_of(actor.own_party_id, actor.own_person_id, found.list_name)
    if any(one.name == wanted and one.pk != found.pk for one in others):
        raise Refused(
            "filter-name-taken",
            _("You have a filter of that name for this list already. Choose another name."),
        )
    return change(found, name=wanted)


def remove_filter(*, actor: Actor, now: datetime, saved_filter_id: int) -> None:
    """Forget one of one's own filters. Refuses ``not-found``."""
    remove(saved_filter_of(actor.own_party_id, actor.own_person_id, saved_filter_id))


def choose_columns(
    *, actor: Actor, now: datetime, list_name: str, columns: Sequence[str] | None
) -> list[str] | None:
    """See these columns of a list from now on, in every organisation; None: the usual ones.

    Keys that the list does not know are left out. Refuses ``list-unknown``.
    """
    listing = list_called(list_name)
    held = ColumnChoice.objects.filter(person_id=actor.own_person_id, list_name=list_name).first()
    if columns is None:
        if held is not None:
            remove(held)
        return None
    kept = [one.key for one in listing.columns[1:] if one.key in set(columns)]
    if held is not None:
        change(held, columns=kept)
    else:
        create(ColumnChoice(person_id=actor.own_person_id, list_name=list_name, columns=kept))
    return kept


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refused(
            "filter-name-missing",
            _("Give the filter a name of at most %(most)s characters."),
            status=422, most=LONGEST_NAME,
        )  # fmt: skip
    return name
