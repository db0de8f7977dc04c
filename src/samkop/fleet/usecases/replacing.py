"""A device that takes another's place: it goes on where the other has stopped."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset, Custody, DeviceCase, DeviceSwap
from samkop.fleet.rules.holding import Target
from samkop.fleet.usecases.holders import holders_for
from samkop.fleet.usecases.lease_ends import swap_leased
from samkop.fleet.usecases.numbering import next_numbers
from samkop.fleet.vocabulary import AssetState, CustodyReason
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.records import create, create_each, create_under
from samkop.platform.refusals import Refused


def born_instead(
    actor: Actor, now: datetime, old: Asset, serial_number: str, *, to: Target, state: AssetState,
    source: str,
) -> Asset:  # fmt: skip
    """A device that its supplier sends instead of a faulty one, under a number of its own.

    It is of the same model and order, for the same price, under warranty and to be renewed
    until the same days. Raises Refused ``serial-known``.
    """
    same = Asset.objects.filter(
        owner_id=old.owner_id, model_id=old.model_id, serial_number=serial_number
    )
    if same.exclude(state=AssetState.ENDED).exists():
        raise Refused(
            "serial-known",
            _("A device of this model with serial number %(serial)s stands in the register."
              " Compare the number with the label."),
            serial=serial_number,
        )  # fmt: skip
    holder = holders_for(old.owner_id, [to])[to.key]
    made = Asset(
        owner_id=old.owner_id, asset_number=next_numbers(old.owner_id, 1)[0],
        serial_number=serial_number, model_id=old.model_id, model_name=old.model_name,
        category=old.category, state=state, state_since=now, holder=holder, held_since=now,
        location_id=to.location_id or old.location_id, cost_centre_id=old.cost_centre_id,
        supplier_id=old.supplier_id, order_id=old.order_id,
        order_line_number=old.order_line_number, unit_cents=old.unit_cents,
        currency=old.currency, received_on=own_today(), warranty_until=old.warranty_until,
        renew_on=old.renew_on, support_ends=old.support_ends, created_at=now,
    )  # fmt: skip
    create_each([made])
    first = Custody(
        asset=made, owner_id=made.owner_id, holder=holder, step=0, since=now,
        reason=CustodyReason.RECEIVED, source=source[:80], person_id=actor.person_id,
    )  # fmt: skip
    create_under([(made, [first])])
    return made


def take_place(case: DeviceCase, old: Asset, new: Asset, now: datetime) -> DeviceSwap:
    """A device takes a faulty one's place, both locked; in its lease, too."""
    swap_leased(now, old, new, own_today())
    return keep_swap(case, old, new, now)


def keep_swap(case: DeviceCase, old: Asset, new: Asset, now: datetime) -> DeviceSwap:
    """Keep that a device has taken another's place."""
    return create(
        DeviceSwap(
            owner_id=old.owner_id, old=old, new=new, old_number=old.asset_number,
            new_number=new.asset_number, case=case, swapped_at=now,
        )
    )  # fmt: skip
