"""Who gets a device: said before it is known whether the holder stands in the register."""

from __future__ import annotations

from dataclasses import dataclass

from samkop.fleet.vocabulary import HolderKind


@dataclass(frozen=True, slots=True)
class Target:
    """A holder by what it is; ``code`` as ``Holder.code``, ids of what it stands for."""

    kind: HolderKind
    code: str
    name: str
    person_id: int | None = None
    location_id: int | None = None
    party_id: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it apart among an owner's holders."""
        return self.kind, self.code


def nobody() -> Target:
    """No holder is known: such devices are listed until somebody has them."""
    return Target(HolderKind.NOBODY, "", "")


def person_target(person_id: int, name: str) -> Target:
    """A member of the owner's."""
    return Target(HolderKind.PERSON, str(person_id), name, person_id=person_id)


def site_target(location_id: int, name: str) -> Target:
    """A site of the owner's: what is there is nobody's yet, or everybody's."""
    return Target(HolderKind.SITE, str(location_id), name, location_id=location_id)


def supplier_target(party_id: int, name: str) -> Target:
    """A supplier: what it has sent and nobody has received, or has for repair."""
    return Target(HolderKind.SUPPLIER, str(party_id), name, party_id=party_id)


def named_target(kind: HolderKind, code: str, name: str, location_id: int | None = None) -> Target:
    """A class, cart, room or carrier under the owner's own code."""
    return Target(kind, code, name, location_id=location_id)
