"""How the suppliers of a lot that has several are called off."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# More have no place in one framework agreement.
MOST_SUPPLIERS = 99


class CallOffMethod(TextChoices):
    """How the supplier of a call-off is found among several (2014/24/EU art. 33(4))."""

    RANKING = "ranking", _("Ranking: the first in rank that can perform")
    ROTATION = "rotation", _("Rotation: whose turn it is, so that all get equally much")
    MINI_COMPETITION = "mini-competition", _("Mini-competition among all that can perform")


class TurnBy(TextChoices):
    """What is equally divided by rotation."""

    NUMBER = "number", _("The number of call-offs")
    VALUE = "value", _("Their value")
