"""What a person chose for a requisition: one's own organisation's, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import CostCentre, DeliveryLocation, Person, PersonGroup
from samkop.parties.queries import colleagues_of
from samkop.platform.actors import Actor
from samkop.platform.database.prepared import Asked, Prepared, prepared
from samkop.platform.refusals import Refused


@prepared
def _centres_by_id(party_id: int, number: int) -> QuerySet[CostCentre]:
    return CostCentre.objects.filter(party_id=party_id, active=True, id=number)


@prepared
def _centres_by_code(party_id: int, code: str) -> QuerySet[CostCentre]:
    return CostCentre.objects.filter(party_id=party_id, active=True, code=code)


@prepared
def _locations_by_id(party_id: int, number: int) -> QuerySet[DeliveryLocation]:
    return DeliveryLocation.objects.filter(party_id=party_id, id=number)


@prepared
def _locations_by_code(party_id: int, code: str) -> QuerySet[DeliveryLocation]:
    return DeliveryLocation.objects.filter(party_id=party_id, code=code)


_CENTRES: Mapping[str, Prepared[CostCentre]] = {"id": _centres_by_id, "code": _centres_by_code}
_LOCATIONS: Mapping[str, Prepared[DeliveryLocation]] = {
    "id": _locations_by_id,
    "code": _locations_by_code,
}


def questions_of_choices(
    actor: Actor, centre: Mapping[str, int | str], location: Mapping[str, int | str]
) -> list[Asked]:
    """What ``own_cost_centre`` and ``own_location`` ask, each named as there, to ask ahead."""
    asked = []
    for known, named in ((_CENTRES, centre), (_LOCATIONS, location)):
        [(name, value)] = named.items()
        asked.append(known[name].of(actor.own_party_id, value))
    return asked


def own_cost_centre(actor: Actor, **named: int | str) -> CostCentre:
    """The organisation's active cost centre, by ``id`` or ``code``.

    Raises Refused ``cost-centre-unknown``.
    """
    [(name, value)] = named.items()
    found = next(iter(_CENTRES[name](actor.own_party_id, value)), None)
    if found is None:
        raise Refused(
            "cost-centre-unknown", _("Choose one of your organisation's cost centres."),
            status=422, fields={"cost_centre": _("Choose a cost centre.")},
        )  # fmt: skip
    return found


def own_location(actor: Actor, **named: int | str) -> DeliveryLocation:
    """The organisation's site, by ``id`` or ``code``.

    Raises Refused ``delivery-location-unknown``.
    """
    [(name, value)] = named.items()
    found = next(iter(_LOCATIONS[name](actor.own_party_id, value)), None)
    if found is None:
        raise Refused(
            "delivery-location-unknown", _("Choose one of your organisation's sites."),
            status=422, fields={"delivery_location": _("Choose where it is to be delivered.")},
        )  # fmt: skip
    return found


def own_group(actor: Actor, **named: int | str) -> PersonGroup:
    """The organisation's group of people. Raises Refused ``group-unknown``."""
    found = PersonGroup.objects.filter(party_id=actor.own_party_id, **named).first()
    if found is None:
        sentence = _("Choose one of your organisation's groups.")
        raise Refused("group-unknown", sentence, status=422, fields={"requester_group": sentence})
    return found


def colleague(actor: Actor, today: date, **named: int | str) -> Person:
    """A person who belongs to the organisation today. Raises Refused ``recipient-unknown``."""
    found = colleagues_of(actor.own_party_id, today).filter(**named).first()
    if found is None:
        raise Refused(
            "recipient-unknown",
            _("Only who belongs to your organisation today can be given something."
              " Choose a colleague."),
            status=422, fields={"recipient": _("Choose a colleague.")},
        )  # fmt: skip
    return found
