"""Who may do what with messages and endpoints."""

from __future__ import annotations

from samkop.exchange.models import Message
from samkop.exchange.vocabulary import SET_ASIDE, MessageState
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor, ActorKind

READERS = frozenset(
    {
        RoleName.ICT_MANAGER,
        RoleName.BUYER,
        RoleName.CATEGORY_MANAGER,
        RoleName.FINANCE_CLERK,
        RoleName.REGISTRAR,
        RoleName.SALESPERSON,
        RoleName.ADMINISTRATOR,
    }
)
REPLAYERS = frozenset(
    {RoleName.ICT_MANAGER, RoleName.BUYER, RoleName.SALESPERSON, RoleName.ADMINISTRATOR}
)


def may_register_endpoint(actor: Actor) -> bool:
    """The operator of the installation: somebody else's address would divert documents."""
    return is_job(actor, "operator")


def may_register_own_endpoint(actor: Actor) -> bool:
    """An administrator, for the address that follows from the organisation's own number."""
    return actor.party_id is not None and RoleName.ADMINISTRATOR in actor.roles


def may_see_messages(actor: Actor) -> bool:
    """People whose work is with orders, invoices and suppliers, for their organisation."""
    return actor.party_id is not None and bool(actor.roles & READERS)


def may_send(actor: Actor) -> bool:
    """Whoever acts for a party: what may be sent is decided by the use case that sends it."""
    return actor.party_id is not None


def may_store(actor: Actor, owner_id: int) -> bool:
    """The inbound job, for one mailbox at a time."""
    return is_job(actor, "exchange-inbound") and actor.party_id == owner_id


def may_record_transmission(actor: Actor, message: Message) -> bool:
    """The outbound job, for one mailbox at a time."""
    return is_job(actor, "exchange-outbound") and actor.party_id == message.owner_id


def may_replay(actor: Actor, message: Message) -> bool:
    """A person of the mailbox's owner, while the message is in quarantine or laid aside."""
    return _settles(actor, message) and message.state in SET_ASIDE


def may_lay_aside(actor: Actor, message: Message) -> bool:
    """The same people, while the message is in quarantine."""
    return _settles(actor, message) and message.state == MessageState.QUARANTINED


def _settles(actor: Actor, message: Message) -> bool:
    return actor.party_id == message.owner_id and bool(actor.roles & REPLAYERS)


def may_answer_message(actor: Actor, message: Message) -> bool:
    """Whom it was sent to: a party that speaks by a message of its own."""
    return actor.kind is ActorKind.MESSAGE and actor.party_id == message.receiver_id


def is_job(actor: Actor, name: str) -> bool:
    """Whether the installation's job of this name acts."""
    return actor.kind is ActorKind.JOB and actor.reference == name
