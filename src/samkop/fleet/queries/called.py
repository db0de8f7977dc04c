"""Devices by what stands on their labels."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.vocabulary import AssetState
from samkop.platform.refusals import Refused


def ids_called(owner_id: int, codes: Sequence[str], field: str) -> list[int]:
    """The owner's living devices by asset or serial number, in the given order.

    Raises Refused ``device-unknown`` at ``field`` for the first that is none, or is several.
    """
    found: dict[str, set[int]] = {}
    rows = Asset.objects.filter(
        Q(asset_number__in=codes) | Q(serial_number__in=codes), owner_id=owner_id
    ).exclude(state=AssetState.ENDED)
    for asset_id, number, serial in rows.values_list("id", "asset_number", "serial_number"):
        for name in (number, serial):
            found.setdefault(name, set()).add(asset_id)
    ids: list[int] = []
    for code in codes:
        if len(found.get(code, ())) != 1:
            sentence = _("“%(wanted)s” is no device here, or several: give its asset number.")
            raise Refused(
                "device-unknown", sentence, status=422, wanted=code[:100],
                fields={field: str(sentence) % {"wanted": code[:100]}},
            )  # fmt: skip
        ids += found[code]
    return list(dict.fromkeys(ids))
