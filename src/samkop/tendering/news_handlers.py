"""Facts of open tenders that suppliers hear of: one use-case call for each supplier."""

from __future__ import annotations

from samkop.parties.queries import parties_of_kind
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.queries.tenders import invitations_of, tender_of
from samkop.tendering.usecases.invitations import SUPPLYING_KINDS
from samkop.tendering.usecases.tender_news import tell_of_tender


def say_tender_news(fact: Fact) -> None:
    """Every supplier is told, or everybody who is invited; who bids is neither read nor shown."""
    tender_id, owner_id = fact.body["tender_id"], fact.body["owner_id"]
    with reading(actors.job("notices", owner_id)):
        if tender_of(tender_id).by_invitation:
            told = {row.supplier_id for row in invitations_of(tender_id)}
        else:
            told = set(parties_of_kind(*SUPPLYING_KINDS).values_list("id", flat=True))
    for party_id in sorted(told - {owner_id}):
        perform(
            actors.job("notices", party_id), tell_of_tender, key=fact.key_for(f"tell-{party_id}"),
            now=fact.happened_at, tender_id=tender_id, kind=fact.body["kind"],
        )  # fmt: skip
