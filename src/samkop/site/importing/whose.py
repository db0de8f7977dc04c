"""Whose file it is: the organisation that an import is for."""

from __future__ import annotations

from collections.abc import Iterable

from samkop.parties.models import Party
from samkop.parties.queries import parties_of_kind, party_by_identifier
from samkop.parties.vocabulary import IdentifierScheme, PartyKind
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import reading

OPERATOR = actors.job("operator")


def party_meant(identifier: str | None, kinds: Iterable[PartyKind]) -> Party:
    """The party by ``0112038-9`` or ``0212:0112038-9``; without, the only one of the kinds.

    Raises Refused ``party-missing`` or ``party-unknown``.
    """
    with reading(OPERATOR):
        if identifier is None:
            found = list(parties_of_kind(*kinds)[:2])
            if len(found) == 1:
                return found[0]
            raise Refused(
                "party-missing",
                "Say whose file it is: --party with the organisation's number.",
            )
        scheme, _colon, number = identifier.rpartition(":")
        for known in [scheme] if scheme else IdentifierScheme.values:
            party = party_by_identifier(known, number)
            if party:
                return party
    raise Refused("party-unknown", "There is no organisation %(number)s.", number=identifier)
