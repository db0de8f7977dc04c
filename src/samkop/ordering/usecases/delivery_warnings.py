"""Choosing how long before a promised delivery one is warned."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import DeliveryWarning
from samkop.ordering.models.delivery_warning import MOST_DAYS
from samkop.ordering.policies import may_set_delivery_warning
from samkop.ordering.rules.promises import WarningDays
from samkop.platform.actors import Actor
from samkop.platform.records import change, create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require


def set_delivery_warning(*, actor: Actor, now: datetime, days: WarningDays) -> DeliveryWarning:
    """So many days before the promised day from now on, by how critical the place of use is.

    Who was warned of a day before is not warned of it again. Raises Refused: ``not-allowed``,
    ``warning-out-of-range``.
    """
    require(may_set_delivery_warning(actor))
    named = {
        "critical_days": days.critical, "important_days": days.important,
        "ordinary_days": days.ordinary,
    }  # fmt: skip
    wrong = [name for name, count in named.items() if not 0 <= count <= MOST_DAYS]
    if wrong:
        sentence = _("Write a number of days between 0 and 90.")
        raise Refused(
            "warning-out-of-range", sentence, status=422, fields=dict.fromkeys(wrong, sentence)
        )
    first = DeliveryWarning(party_id=actor.own_party_id, **named)
    if create_new(first):
        return first
    known = DeliveryWarning.objects.select_for_update().get(party_id=actor.own_party_id)
    return change(known, **named)
