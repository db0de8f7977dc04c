"""Holders are written down when a device first comes to them."""

from __future__ import annotations

from collections.abc import Iterable

from samkop.fleet.models import Holder
from samkop.fleet.rules.holding import Target
from samkop.platform.records import create_new


def holders_for(owner_id: int, targets: Iterable[Target]) -> dict[tuple[str, str], Holder]:
    """The holders of an owner by kind and code; those that are new are made.

    One query where all are known. Two who make one at once get the same.
    """
    wanted = {target.key: target for target in targets}
    found = _known(owner_id, wanted)
    for key in sorted(wanted.keys() - found.keys()):
        target = wanted[key]
        create_new(
            Holder(
                owner_id=owner_id, kind=target.kind, code=target.code, name=target.name[:200],
                person_id=target.person_id, location_id=target.location_id,
                party_id=target.party_id,
            )
        )  # fmt: skip
    return found if wanted.keys() <= found.keys() else _known(owner_id, wanted)


def _known(owner_id: int, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Holder]:
    keys = set(wanted)
    rows = Holder.objects.filter(
        owner_id=owner_id, kind__in={kind for kind, _code in keys},
        code__in={code for _kind, code in keys},
    )  # fmt: skip
    return {(row.kind, row.code): row for row in rows if (row.kind, row.code) in keys}
