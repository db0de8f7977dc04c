"""Devices that somebody means: all of a site, all of a model, or those of a list of numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import Asset
from samkop.fleet.queries.stocktaking import code_on
from samkop.fleet.vocabulary import AssetState
from samkop.platform.refusals import Refused

MOST = 30_000


def chosen_devices(
    owner_id: int, *, site_id: int | None = None, model_id: int | None = None,
    numbers: str = "", states: Collection[AssetState],
) -> list[Asset]:  # fmt: skip
    """The living devices that are meant, by asset number.

    ``numbers`` are asset or serial numbers, or what is scanned of labels, one a line; else all
    of the site, of the model, or of the model at the site, in one of ``states``. Raises
    Refused: ``devices-missing``, ``number-unknown``, ``too-many-devices``.
    """
    rows = Asset.objects.filter(owner_id=owner_id).exclude(state=AssetState.ENDED)
    codes = list(dict.fromkeys(filter(None, map(code_on, visible(numbers).splitlines()))))
    if codes:
        found = list(rows.filter(Q(asset_number__in=codes) | Q(serial_number__in=codes)))
        _require_known(codes, found)
    elif site_id is None and model_id is None:
        found = []
    else:
        wanted = rows.filter(state__in=sorted(states))
        wanted = wanted if site_id is None else wanted.filter(location_id=site_id)
        wanted = wanted if model_id is None else wanted.filter(model_id=model_id)
        found = list(wanted[: MOST + 1])
    if not found:
        raise Refused(
            "devices-missing", _("Choose a site, a model, or write numbers: no device is meant."),
            status=422,
        )  # fmt: skip
    if len(found) > MOST:
        raise Refused(
            "too-many-devices", _("At most %(most)s devices at once. Choose fewer."), status=422,
            most=MOST,
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.asset_number, one.pk))


def _require_known(codes: Sequence[str], found: Sequence[Asset]) -> None:
    known = {number for one in found for number in (one.asset_number, one.serial_number)}
    strange = next((code for code in codes if code not in known), None)
    if strange is not None:
        sentence = _("No device of yours has number %(number)s. Compare it with the label.")
        raise Refused(
            "number-unknown", sentence, status=422, number=strange,
            fields={"numbers": _("Correct it.")},
        )  # fmt: skip
