"""Where an organisation's device management hears of prepared devices, and what it heard."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.mdm import is_allowed
from samkop.fleet.models import MdmEndpoint
from samkop.fleet.policies import may_keep_fleet_by_itself, may_set_mdm
from samkop.platform.actors import Actor
from samkop.platform.records import change, create_new
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

LONGEST_URL = 300


def set_mdm_endpoint(
    *, actor: Actor, now: datetime, url: str, active: bool = True, renew_secret: bool = False
) -> MdmEndpoint:
    """Say where device management hears which devices were prepared.

    Raises Refused: ``not-allowed``, ``address-not-allowed``.
    """
    owner_id = actor.own_party_id
    require(may_set_mdm(actor, owner_id))
    address = url.strip()
    if len(address) > LONGEST_URL or not is_allowed(address):
        sentence = _("Give an address on the public network that begins with https://.")
        raise Refused("address-not-allowed", sentence, status=422, fields={"url": sentence})
    create_new(MdmEndpoint(owner_id=owner_id, url=address, salt=secrets.token_hex(16)))
    found = MdmEndpoint.objects.select_for_update().get(owner_id=owner_id)
    salt = secrets.token_hex(16) if renew_secret else found.salt
    return change(found, url=address, active=active, salt=salt)


def note_mdm_told(
    *, actor: Actor, now: datetime, owner_id: int, status: int | None
) -> None:  # fmt: skip
    """A job of the owner's: what device management answered last."""
    require(may_keep_fleet_by_itself(actor, owner_id))
    found = MdmEndpoint.objects.select_for_update().get(owner_id=owner_id)
    change(found, told_at=now, last_status=status)
