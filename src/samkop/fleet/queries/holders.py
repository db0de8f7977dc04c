"""Reads of holders: who somebody means, and what each has."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.core.texts import visible
from samkop.fleet.models import Holder
from samkop.fleet.rules.holding import (
    Target,
    named_target,
    nobody,
    person_target,
    site_target,
    supplier_target,
)
from samkop.fleet.vocabulary import NAMED_KINDS, HolderKind
from samkop.parties.models import DeliveryLocation, Membership, Party
from samkop.platform.refusals import Refused

LONGEST_CODE = 60


def target_of(
    owner_id: int, kind: str, code: str, *, name: str = "", location_id: int | None = None
) -> Target:
    """The holder that an owner means by kind and code. Raises Refused ``holder-unknown``."""
    wanted = visible(code).strip()
    if kind == HolderKind.NOBODY:
        return nobody()
    found = None
    if kind in NAMED_KINDS:
        found = _named(owner_id, HolderKind(kind), wanted, visible(name).strip(), location_id)
    elif wanted.isascii() and wanted.isdigit() and len(wanted) < LONGEST_CODE:
        found = _known(owner_id, kind, int(wanted))
    if found is None:
        sentence = _("Nobody and nothing of that kind is known here. Choose who gets the device.")
        raise Refused("holder-unknown", sentence, status=422, fields={"code": sentence})
    return found


def target_from(holder: Holder) -> Target:
    """A holder that stands in the register, as somebody who gets a device."""
    return Target(
        HolderKind(holder.kind), holder.code, holder.name, person_id=holder.person_id,
        location_id=holder.location_id, party_id=holder.party_id,
    )  # fmt: skip


def _known(owner_id: int, kind: str, wanted: int) -> Target | None:
    if kind == HolderKind.PERSON:
        member = (
            Membership.objects.filter(party_id=owner_id, person_id=wanted)
            .select_related("person")
            .first()
        )
        return person_target(member.person_id, member.person.name) if member else None
    if kind == HolderKind.SITE:
        site = DeliveryLocation.objects.filter(party_id=owner_id, id=wanted).first()
        return site_target(site.pk, site.name) if site else None
    if kind == HolderKind.SUPPLIER:
        party = Party.objects.filter(id=wanted).first()
        return supplier_target(party.pk, party.legal_name) if party else None
    return None


def _named(
    owner_id: int, kind: HolderKind, code: str, name: str, location_id: int | None
) -> Target | None:
    if not code or len(code) > LONGEST_CODE:
        return None
    known = Holder.objects.filter(owner_id=owner_id, kind=kind, code=code).first()
    if known is not None:
        return named_target(kind, code, known.name, known.location_id)
    return named_target(kind, code, name or code, _own_site(owner_id, location_id))


def _own_site(owner_id: int, location_id: int | None) -> int | None:
    if location_id is None:
        return None
    own = DeliveryLocation.objects.filter(party_id=owner_id, id=location_id)
    return own.values_list("id", flat=True).first()
