"""When sites take things in."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import SiteWindow
from samkop.fleet.policies import may_plan_work
from samkop.parties.models import DeliveryLocation
from samkop.platform.actors import Actor
from samkop.platform.records import change, create_new, remove
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

DAYS = range(1, 8)


def set_site_window(
    *, actor: Actor, now: datetime, location_id: int, weekday: int, opens: time, closes: time
) -> SiteWindow:
    """A site takes things in between two times on a weekday (1 Monday to 7 Sunday).

    Raises Refused: ``not-allowed``, ``not-found``, ``window-wrong``.
    """
    owner_id = actor.own_party_id
    require(may_plan_work(actor, owner_id))
    if not DeliveryLocation.objects.filter(party_id=owner_id, id=location_id).exists():
        raise not_found()
    if weekday not in DAYS or opens >= closes:
        sentence = _("Give a weekday and two times, the later one second.")
        raise Refused("window-wrong", sentence, status=422, fields={"closes": sentence})
    made = SiteWindow(
        owner_id=owner_id, location_id=location_id, weekday=weekday, opens=opens, closes=closes
    )
    if create_new(made):
        return made
    known = SiteWindow.objects.select_for_update().get(
        owner_id=owner_id, location_id=location_id, weekday=weekday
    )
    return change(known, opens=opens, closes=closes)


def drop_site_window(*, actor: Actor, now: datetime, window_id: int) -> None:
    """Nothing is said of the day any more. Raises Refused: ``not-found``, ``not-allowed``."""
    found = SiteWindow.objects.filter(id=window_id).first()
    if found is None:
        raise not_found()
    require(may_plan_work(actor, found.owner_id))
    remove(found)
