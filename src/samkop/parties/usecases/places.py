"""Cost centres and delivery locations of a party."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.parties.models import CostCentre, DeliveryLocation, Party
from samkop.parties.policies import may_manage_cost_centres, may_manage_delivery_locations
from samkop.parties.queries import members_of
from samkop.parties.rules import is_location_number
from samkop.parties.vocabulary import Criticality
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def add_cost_centre(
    *, actor: Actor, now: datetime, party_id: int, code: str, name: str
) -> CostCentre:
    """Add a cost centre under the party's own code.

    Refuses ``not-allowed``, ``code-missing``, ``code-taken``.
    """
    require(may_manage_cost_centres(actor, party_id))
    code = _free_code(code, taken=CostCentre.objects.filter(party_id=party_id, code=code.strip()))
    return create(CostCentre(party_id=party_id, code=code, name=name.strip() or code))


def set_cost_centre_manager(
    *, actor: Actor, now: datetime, cost_centre_id: int, person_id: int | None
) -> CostCentre:
    """Say who answers for a cost centre: a member of the organisation, or nobody.

    Refuses ``not-allowed``, ``not-found``, ``not-a-member``.
    """
    centre = CostCentre.objects.filter(id=cost_centre_id).first()
    if centre is None:
        raise not_found()
    require(may_manage_cost_centres(actor, centre.party_id))
    if person_id is not None:
        today = day_of(now, Party.objects.get(id=centre.party_id).time_zone)
        members = members_of(centre.party_id, today).filter(valid_from__lte=today)
        if not members.filter(person_id=person_id).exists():
            sentence = _("Choose somebody who belongs to your organisation today.")
            raise Refused("not-a-member", sentence, status=422, fields={"manager": sentence})
    return change(centre, manager_id=person_id)


def add_delivery_location(
    *,
    actor: Actor,
    now: datetime,
    party_id: int,
    code: str,
    name: str,
    street: str,
    postal_code: str,
    city: str,
    country: str,
    gln: str = "",
    criticality: str = Criticality.ORDINARY,
) -> DeliveryLocation:
    """Add a site under the party's own code; ``country`` is ISO 3166, ``gln`` may be empty.

    Refuses ``not-allowed``, ``code-missing``, ``code-taken``, ``gln-wrong``,
    ``criticality-unknown``.
    """
    require(may_manage_delivery_locations(actor, party_id))
    known = DeliveryLocation.objects.filter(party_id=party_id, code=code.strip())
    code = _free_code(code, taken=known)
    if gln and not is_location_number(gln):
        sentence = _("This is no GLN: 13 digits, the last of them a check digit.")
        raise Refused("gln-wrong", sentence, status=422, fields={"gln": sentence})
    if criticality not in Criticality.values:
        raise Refused(
            "criticality-unknown",
            _("“%(criticality)s” is no criticality."),
            status=422,
            criticality=criticality,
        )
    return create(
        DeliveryLocation(
            party_id=party_id, code=code, name=name.strip() or code, street=street,
            postal_code=postal_code, city=city, country=country, gln=gln,
            criticality=criticality,
        )
    )  # fmt: skip


def _free_code(code: str, *, taken: QuerySet[CostCentre] | QuerySet[DeliveryLocation]) -> str:
    code = code.strip()
    if not code:
        sentence = _("Give the code that your organisation uses.")
        raise Refused("code-missing", sentence, status=422, fields={"code": sentence})
    if taken.exists():
        sentence = _("This code is in use already: choose another.")
        raise Refused("code-taken", sentence, fields={"code": sentence})
    return code
