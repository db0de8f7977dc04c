"""What people wish of the range, and what they complain of."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import Wish
from samkop.catalogue.policies import may_say_wish
from samkop.catalogue.queries import item_of
from samkop.catalogue.queries.wishes import keepers_of, known_wish, wish_of
from samkop.catalogue.vocabulary import Category, WishKind
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.records import change, create_new
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST_LINE = 200


def say_wish(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    item_id: int | None = None,
    category: str = "",
    line: str = "",
    line_shown: bool = False,
) -> Wish:
    """Say what one wishes or what is wrong, of an item, or of a device kind without one.

    A person counts once of each: said again, the line is the new one and nothing else changes,
    however many ask at once. Raises Refused: ``not-allowed``, ``not-found``, ``wish-unknown``
    (no such kind of wish or device), ``line-too-long``, ``no-range-here``.
    """
    require(may_say_wish(actor))
    line = " ".join(line.split())
    if kind not in WishKind.values:
        raise _wrong("wish-unknown", "kind", _("Choose whether it is a wish or a complaint."))
    if len(line) > LONGEST_LINE:
        raise _wrong("line-too-long", "line", _("Shorten it to 200 characters."))
    item = item_of(item_id) if item_id is not None else None
    if item is not None:
        category, body_id = item.category, item.purchasing_body_id
    elif category in Category.values:
        body_id = _keeper(actor)
    else:
        raise _wrong("wish-unknown", "category", _("Choose what kind of device it is about."))
    person_id, party_id = actor.own_person_id, actor.own_party_id
    said = Wish(
        party_id=party_id, person_id=person_id, purchasing_body_id=body_id, kind=kind,
        category=category, item=item, line=line, line_shown=line_shown, said_at=now,
    )  # fmt: skip
    if create_new(said):
        return said
    known = known_wish(person_id, body_id, kind, category, item)
    if known is None:
        raise Refused("wish-taken-back", _("It was taken back just now. Say it again."))
    return change(known, line=line, line_shown=line_shown)


def take_back_wish(*, actor: Actor, now: datetime, wish_id: int) -> Wish:
    """It does not count any more, and its line goes.

    Raises Refused: ``not-found`` (somebody else's too), ``wish-taken-back``.
    """
    found = wish_of(wish_id)
    if found.person_id != actor.person_id:
        raise not_found()
    if found.taken_back_at is not None:
        raise Refused("wish-taken-back", _("It is taken back already."))
    return change(found, line="", line_shown=False, taken_back_at=now)


def _keeper(actor: Actor) -> int:
    """The purchasing body whose range one orders from, one's region's before others."""
    keepers = keepers_of(actor.own_party_id, own_today())
    if not keepers:
        sentence = _("Your organisation orders from no joint range yet.")
        raise Refused("no-range-here", sentence)
    return keepers[0].body.pk


def _wrong(code: str, field: str, sentence: object) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})  # type: ignore[arg-type,dict-item]
