"""Which purchasing systems may open the shop, and where their baskets go."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.ordering.models import PunchOutConnection
from samkop.ordering.policies import may_connect_systems
from samkop.ordering.rules.punch_out import allowed_origin
from samkop.ordering.usecases.choices import colleague, own_cost_centre, own_location
from samkop.ordering.vocabulary import LONGEST_RESERVATION_HOURS
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.tokens import digest_of
from samkop.platform.unit_of_work import require

MOST_ORIGINS = 20
IDENTITY = "samkop-"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an administrator says of a purchasing system; fields as of ``PunchOutConnection``.

    ``return_to`` are the hosts or origins that baskets may go to, as typed.
    """

    name: str
    protocol: str
    return_to: Sequence[str]
    shopper_id: int
    cost_centre_id: int
    delivery_location_id: int
    reservation_hours: int = 24


def new_secret() -> str:
    """A fresh secret of 256 random bits, to be shown once."""
    return secrets.token_urlsafe(32)


def connect_purchasing_system(
    *, actor: Actor, now: datetime, terms: Terms, secret: str
) -> PunchOutConnection:
    """Let a purchasing system of one's own organisation open the shop.

    ``secret`` comes from ``new_secret``. Raises Refused: ``not-allowed``, ``name-missing``,
    ``connection-known``, ``return-address-missing``, ``return-address-invalid``,
    ``reservation-time-out-of-bounds``, ``recipient-unknown``, ``cost-centre-unknown``,
    ``delivery-location-unknown``.
    """
    require(may_connect_systems(actor))
    fields = _checked(actor, _today(actor, now), terms)
    _require_name(actor, str(fields["name"]))
    return create(
        PunchOutConnection(
            party_id=actor.own_party_id, identity=IDENTITY + secrets.token_hex(8),
            secret_digest=digest_of(secret), secret_made_at=now, created_at=now, **fields,
        )
    )  # fmt: skip


def change_connection(
    *, actor: Actor, now: datetime, connection_id: int, terms: Terms
) -> PunchOutConnection:
    """Say anew what holds of a purchasing system. Raises Refused as when it was connected."""
    connection = _own(actor, connection_id)
    fields = _checked(actor, _today(actor, now), terms)
    if fields["name"] != connection.name:
        _require_name(actor, str(fields["name"]))
    return change(connection, **fields)


def change_connection_secret(
    *, actor: Actor, now: datetime, connection_id: int, secret: str
) -> PunchOutConnection:
    """Give the purchasing system another secret; with the one before it is turned away."""
    connection = _own(actor, connection_id)
    return change(connection, secret_digest=digest_of(secret), secret_made_at=now)


def switch_connection(
    *, actor: Actor, now: datetime, connection_id: int, on: bool
) -> PunchOutConnection:
    """Let the purchasing system in, or keep it out; sessions that go on are over then.

    What its baskets hold stays held: their orders are still taken in.
    """
    connection = _own(actor, connection_id)
    if on == (connection.switched_off_at is None):
        return connection
    return change(connection, switched_off_at=None if on else now)


def _own(actor: Actor, connection_id: int) -> PunchOutConnection:
    require(may_connect_systems(actor))
    found = (
        PunchOutConnection.objects.select_for_update()
        .filter(party_id=actor.own_party_id, id=connection_id)
        .first()
    )
    if found is None:
        raise not_found()
    return found


def _checked(actor: Actor, today: date, terms: Terms) -> dict[str, Any]:
    """The columns of a connection, each checked."""
    name = terms.name.strip()[:80]
    if not name:
        raise _wrong("name-missing", "name", _("Write what your purchasing system is called."))
    if not 1 <= terms.reservation_hours <= LONGEST_RESERVATION_HOURS:
        raise Refused(
            "reservation-time-out-of-bounds",
            _("A basket is held for 1 to %(most)s hours. Correct the number."),
            status=422, most=LONGEST_RESERVATION_HOURS,
            fields={"reservation_hours": _("Give a number of hours between 1 and 720.")},
        )  # fmt: skip
    return {
        "name": name,
        "protocol": terms.protocol,
        "return_origins": _origins(terms.return_to),
        "shopper_id": colleague(actor, today, id=terms.shopper_id).pk,
        "cost_centre_id": own_cost_centre(actor, id=terms.cost_centre_id).pk,
        "delivery_location_id": own_location(actor, id=terms.delivery_location_id).pk,
        "reservation_hours": terms.reservation_hours,
    }


def _origins(typed: Sequence[str]) -> list[str]:
    wanted = [text.strip() for text in typed if text.strip()]
    if not wanted:
        raise _wrong(
            "return-address-missing", "return_to",
            _("Write the host that baskets go back to, such as erp.example.fi."),
        )  # fmt: skip
    origins = [allowed_origin(text) for text in wanted]
    wrong = [text for text, origin in zip(wanted, origins, strict=True) if origin is None]
    if wrong or len(origins) > MOST_ORIGINS:
        raise _wrong(
            "return-address-invalid", "return_to",
            _("Write hosts alone, one a line, at most 20: erp.example.fi, or with its scheme and"
              " port http://erp.example.fi:8080."),
        )  # fmt: skip
    return sorted({origin for origin in origins if origin is not None})


def _require_name(actor: Actor, name: str) -> None:
    if PunchOutConnection.objects.filter(party_id=actor.own_party_id, name=name).exists():
        raise _wrong(
            "connection-known", "name",
            _("A purchasing system of this name is connected already. Choose another name."),
        )  # fmt: skip


def _wrong(code: str, field: str, sentence: Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})


def _today(actor: Actor, now: datetime) -> date:
    return day_of(now, party_of(actor.own_party_id).time_zone)
