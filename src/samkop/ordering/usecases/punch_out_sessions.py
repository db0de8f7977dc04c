"""A purchasing system opens the shop: asked for, opened once, over.

The system proves itself to the door (``job:punch-out-door``), which asks for the session in the
municipality's name; whoever then comes with the session's link shops as a person of the
municipality's, in the session alone. docs/adr/0015-purchasing-systems-in-the-shop.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import PunchOutConnection, PunchOutSession
from samkop.ordering.policies import may_open_punch_out, may_return_basket
from samkop.ordering.queries.punch_out import GOING_ON
from samkop.ordering.rules.punch_out import may_return_to
from samkop.ordering.usecases.basket import clear_basket
from samkop.ordering.usecases.brought_baskets import require_brought
from samkop.ordering.vocabulary import PUNCH_OUT_TRANSITIONS, PunchOutFunction, PunchOutState
from samkop.parties.queries import colleagues_of, party_of
from samkop.parties.rules import normal_email
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.tokens import digest_of
from samkop.platform.unit_of_work import require

# How long a link waits to be opened, and how long one may shop.
LINK_LIVES = timedelta(minutes=10)
SESSION_LIVES = timedelta(hours=4)
LONGEST_ADDRESS = 2000


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """What a purchasing system said when it opened the shop.

    ``email`` is that of the person who shops there; ``parameters`` are given back as they are
    (OCI), or are who speaks to whom (cXML: ``buyer`` and ``supplier``, each domain and identity).
    ``brought`` are lines of baskets that were returned before (``2026-0000017/1``) with how many
    of each stand there now, to be changed or looked at.
    """

    return_address: str
    email: str = ""
    function: str = PunchOutFunction.SHOP
    item_id: int | None = None
    quantity: int = 1
    search: str = ""
    parameters: Mapping[str, str | list[str]] = field(default_factory=dict)
    buyer_cookie: str = ""
    brought: Sequence[tuple[str, int]] = ()


def ask_for_punch_out(
    *, actor: Actor, now: datetime, connection_id: int, set_up: SetUp, token: str
) -> PunchOutSession:
    """Make a session for a purchasing system that has proved itself; ``token`` is its link.

    Raises Refused: ``not-allowed``, ``not-found``, ``return-address-refused``,
    ``shopper-unknown``, and as ``require_brought``.
    """
    require(may_open_punch_out(actor))
    connection = PunchOutConnection.objects.filter(
        id=connection_id, party_id=actor.own_party_id, switched_off_at=None
    ).first()
    if connection is None:
        raise not_found()
    _require_address(connection, set_up.return_address)
    today = day_of(now, party_of(actor.own_party_id).time_zone)
    return create(
        PunchOutSession(
            connection=connection, party_id=actor.own_party_id,
            person_id=_shopper(connection, set_up.email, today), token_digest=digest_of(token),
            function=set_up.function, item_id=set_up.item_id, quantity=set_up.quantity,
            search=set_up.search[:200], return_address=set_up.return_address,
            parameters=dict(set_up.parameters), buyer_cookie=set_up.buyer_cookie[:255],
            brought=require_brought(connection, set_up.function, set_up.brought),
            asked_at=now, expires_at=now + LINK_LIVES,
        )
    )  # fmt: skip


def open_punch_out(*, actor: Actor, now: datetime, session_id: int) -> PunchOutSession:
    """Open the shop by the session's link, once.

    Raises Refused: ``not-allowed``, ``punch-out-over`` for a link that was opened before or has
    waited too long.
    """
    require(may_open_punch_out(actor))
    session = _locked(actor, session_id)
    if session.state != PunchOutState.ASKED or now >= session.expires_at:
        raise over()
    return change(session, state=PunchOutState.OPEN, opened_at=now, expires_at=now + SESSION_LIVES)


def leave_punch_out(*, actor: Actor, now: datetime) -> PunchOutSession:
    """Go back without a basket; what was chosen is dropped.

    Raises Refused: ``not-allowed``, ``punch-out-over``.
    """
    session = own_open_session(actor, now)
    clear_basket(actor=actor, now=now)
    return end_session(session, PunchOutState.LEFT, now)


def expire_punch_out(*, actor: Actor, now: datetime) -> PunchOutSession:
    """Its time is over: it ends, and what lies in its basket is dropped.

    In the session's own name, since nobody else sees its basket. Raises Refused ``not-allowed``.
    """
    require(may_return_basket(actor))
    session = _locked(actor, actor.punch_out_id or 0)
    if session.state not in GOING_ON or now < session.expires_at:
        return session
    clear_basket(actor=actor, now=now)
    return end_session(session, PunchOutState.EXPIRED, now)


def own_open_session(actor: Actor, now: datetime) -> PunchOutSession:
    """The acting session, kept from others until this unit of work ends.

    Raises Refused: ``not-allowed``, ``punch-out-over``.
    """
    require(may_return_basket(actor))
    session = _locked(actor, actor.punch_out_id or 0)
    switched_off = session.connection.switched_off_at is not None
    if session.state != PunchOutState.OPEN or now >= session.expires_at or switched_off:
        raise over()
    return session


def end_session(session: PunchOutSession, state: PunchOutState, now: datetime) -> PunchOutSession:
    """End a session, as the table of transitions allows."""
    may_follow = PUNCH_OUT_TRANSITIONS.get(PunchOutState(session.state), frozenset())
    if state not in may_follow:
        raise over()
    return change(session, state=state, ended_at=now)


def over() -> Refused:
    """The session is over; the shop is opened anew from the purchasing system."""
    return Refused(
        "punch-out-over",
        _("This visit to the shop is over. Open the shop from your purchasing system once more."),
        status=410,
    )


def _locked(actor: Actor, session_id: int) -> PunchOutSession:
    found = (
        PunchOutSession.objects.select_for_update(of=("self",))
        .select_related("connection")
        .filter(id=session_id, party_id=actor.own_party_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def _require_address(connection: PunchOutConnection, address: str) -> None:
    if len(address) > LONGEST_ADDRESS or not may_return_to(address, connection.return_origins):
        raise Refused(
            "return-address-refused",
            _("Baskets of %(system)s do not go to that address. An administrator adds its host"
              " under Administration, Purchasing systems."),
            status=403, system=connection.name,
        )  # fmt: skip


def _shopper(connection: PunchOutConnection, email: str, today: date) -> int:
    """Whom the system names, if one of the organisation's people; else the connection's own."""
    people = colleagues_of(connection.party_id, today)
    named = people.filter(email=normal_email(email)).first() if email.strip() else None
    found = named or people.filter(id=connection.shopper_id).first()
    if found is None:
        raise Refused(
            "shopper-unknown",
            _("Whoever shops for %(system)s does not belong to the organisation any more. An"
              " administrator chooses somebody else under Purchasing systems."),
            status=403, system=connection.name,
        )  # fmt: skip
    return found.pk
