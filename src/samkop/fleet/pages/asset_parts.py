"""What stands on the page of a device below its facts, a part a function.

The fleet's own parts stand here, in their order; floors above hang theirs in by the setting
SAMKOP_DEVICE_PARTS (``site/wiring.py``): invoices and rents stand above devices and may not be
imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from samkop.fleet.models import Asset
from samkop.fleet.pages.care_part import care_of_device
from samkop.fleet.pages.lease_part import lease_of_device
from samkop.fleet.pages.return_part import return_of_device
from samkop.fleet.pages.work_part import work_on_device
from samkop.ordering.pages.parts import Part
from samkop.platform.actors import Actor

# Given who looks and the device with model, holder, site; None where there is nothing to show.
# Called inside the open reading; its number of queries does not depend on how much there is.
DevicePart = Callable[[Actor, Asset], Part | None]

# The fleet's own, each in a file of its own: leases, work orders, support, returns.
OWN_PARTS: tuple[DevicePart, ...] = (
    lease_of_device,
    care_of_device,
    work_on_device,
    return_of_device,
)


def parts_of_device(actor: Actor, asset: Asset) -> list[Part]:
    """What there is to show of a device to whoever looks: the fleet's own parts first."""
    above: Sequence[DevicePart] = import_string(settings.SAMKOP_DEVICE_PARTS)
    return [part for make in (*OWN_PARTS, *above) if (part := make(actor, asset)) is not None]
