"""Who acts: the one value that every read and write carries through the door."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from samkop.platform.refusals import not_allowed


class ActorKind(StrEnum):
    """The kinds of actor that the audit trail knows."""

    PERSON = "person"
    TOKEN = "token"  # noqa: S105 - a kind, not a secret
    MESSAGE = "message"
    PUNCH_OUT = "punch-out"
    JOB = "job"
    BIDDER = "bidder"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody or something that reads or writes, and for whom.

    ``party_id`` is the party acted for: its chain takes the audit entries. ``party_ids``
    are the parties whose rows may be read and written by row security; ``party_id`` is
    one of them. ``roles`` hold within ``party_id``.
    """

    kind: ActorKind
    name: str
    reference: str
    party_id: int | None = None
    party_ids: tuple[int, ...] = ()
    person_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] = field(default_factory=frozenset)
    # Set when somebody else looks at the pages as this person: nothing is written then.
    viewing_id: int | None = None

    @property
    def identity(self) -> str:
        """How row security and idempotency keys name the actor, e.g. ``person:7``."""
        return f"{self.kind}:{self.reference}" if self.reference else str(self.kind)

    @property
    def own_party_id(self) -> int:
        """The party acted for. Raises Refused ``not-allowed`` when there is none."""
        if self.party_id is None:
            raise not_allowed()
        return self.party_id

    @property
    def own_person_id(self) -> int:
        """The person who acts. Raises Refused ``not-allowed`` when it is none."""
        if self.person_id is None:
            raise not_allowed()
        return self.person_id

    @property
    def punch_out_id(self) -> int | None:
        """The session in which another system shops here; None for everybody else."""
        return int(self.reference) if self.kind is ActorKind.PUNCH_OUT else None


ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS, name="anonymous", reference="")


def person(
    person_id: int,
    name: str,
    party_id: int | None = None,
    roles: frozenset[str] = frozenset(),
) -> Actor:
    """A person, acting for one party or, before one is chosen, for none."""
    return Actor(
        kind=ActorKind.PERSON,
        name=name,
        reference=str(person_id),
        person_id=person_id,
        party_id=party_id,
        party_ids=() if party_id is None else (party_id,),
        roles=roles,
    )


def job(name: str, party_id: int | None = None) -> Actor:
    """A system job in a named role, for one party at a time or for none.

    Policies name the role (``samkop_actor() = 'job:<name>'``) where a job has to read
    what no party may.
    """
    return Actor(
        kind=ActorKind.JOB,
        name=name,
        reference=name,
        party_id=party_id,
        party_ids=() if party_id is None else (party_id,),
    )


def token(token_id: int, name: str, party_id: int, scopes: frozenset[str]) -> Actor:
    """An access token of a party's own system."""
    return Actor(
        kind=ActorKind.TOKEN,
        name=name,
        reference=str(token_id),
        party_id=party_id,
        party_ids=(party_id,),
        scopes=scopes,
    )


def message(message_id: int, name: str, party_id: int) -> Actor:
    """An inbound e-document: it acts for the party that sent it."""
    return Actor(
        kind=ActorKind.MESSAGE,
        name=name,
        reference=str(message_id),
        party_id=party_id,
        party_ids=(party_id,),
    )


def punch_out(
    session_id: int, name: str, party_id: int, person_id: int, roles: frozenset[str]
) -> Actor:
    """A purchasing system's session in the shop, in the name of one person.

    Its identity is the session's (``punch-out:7``), so that row security keeps its basket apart
    from the person's own and from other sessions of the same person.
    """
    return Actor(
        kind=ActorKind.PUNCH_OUT,
        name=name,
        reference=str(session_id),
        party_id=party_id,
        party_ids=(party_id,),
        person_id=person_id,
        roles=roles,
    )
