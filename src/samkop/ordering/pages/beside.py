"""What else lies in the basket when something is to be ordered at once."""

from __future__ import annotations

from django.utils.translation import ngettext

from samkop.ordering.queries.baskets import things_in_basket
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading


def beside_it(actor: Actor) -> str:
    """That other things lie beside what was just put in, and go along; empty if none do."""
    with reading(actor):
        others = things_in_basket(actor.own_party_id, actor.own_person_id) - 1
    if others < 1:
        return ""
    return ngettext(
        "One other thing lay in your basket already: it is sent in too, unless you take it out.",
        "%(count)s other things lay in your basket already: they are sent in too,"
        " unless you take them out.",
        others,
    ) % {"count": others}
