"""Devices by what stands on their labels, people by what others call them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.vocabulary import AssetState
from samkop.parties.queries import colleagues_of, own_today
from samkop.platform.refusals import Refused

MOST_NAMED = 5


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


def person_called(owner_id: int, text: str, field: str) -> int:
    """The member of that address, or the only one whose name or address has the text.

    Raises Refused ``holder-unknown`` at ``field``, with who is meant perhaps.
    """
    found = list(colleagues_of(owner_id, own_today(), text)[: MOST_NAMED + 1]) if text else []
    exact = [one for one in found if text.casefold() == one.email.casefold()] or found
    if len(exact) == 1:
        return exact[0].pk
    sentence = str(_("Nobody here is called so. Write a part of the name, or the e-mail address."))
    if exact:
        named = ", ".join(f"{one.name} ({one.email})" for one in exact[:MOST_NAMED])
        several = _("Several people are called so: %(people)s. Write the e-mail address.")
        sentence = str(several) % {"people": named}
    raise Refused("holder-unknown", sentence, status=422, fields={field: sentence})


def member_named(owner_id: int, name: str) -> int | None:
    """The only member of today's of just this name; None where nobody or several have it."""
    found = colleagues_of(owner_id, own_today(), name)[: MOST_NAMED + 1]
    ids = [one.pk for one in found if one.name.casefold() == name.casefold()]
    return ids[0] if len(ids) == 1 else None
