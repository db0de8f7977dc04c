"""Somebody who is told things, in tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from factories.parties import a_municipality, a_person, acting, an_account
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.models import Account, NotificationMail
from samkop.platform.notifications import notify
from samkop.platform.notifications.mailing import NOTIFIER
from samkop.platform.unit_of_work import perform, reading

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KIND = "requisition-submitted"  # usually mailed at once
QUIET = "order-placed"  # usually in the page alone
FACTS = {
    "number": "2026-0000017", "requester": "Ansökare", "things": "2 × Telefon",
    "total_cents": 1234_50, "currency": "EUR", "cost_centre": "1000 Skolorna",
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A person with every role in a party, and the account."""

    party: Party
    actor: Actor
    account: Account | None


def a_reader(party: Party | None = None, language: str = "en") -> Reader:
    party = party or a_municipality()
    person = a_person(party, *RoleName.values, language=language)
    return Reader(party, acting(person, party), an_account(person))


def _tell(*, actor, now, person_ids, kind, url, facts):
    notify(
        party_id=actor.party_id, person_ids=person_ids, kind=kind,
        subject="ordering.requisition:17", facts=facts, url=url,
    )  # fmt: skip


def tell(party, *readers, kind=KIND, url="/requisitions/17/", now=NOW, facts=FACTS):
    """The party's own job tells the readers of something."""
    perform(
        actors.job("notices", party.pk), _tell, now=now, kind=kind, url=url, facts=facts,
        person_ids=[reader.actor.person_id for reader in readers],
    )  # fmt: skip


def mails_of(reader):
    """What became of the reader's mails, in order."""
    with reading(NOTIFIER):
        rows = NotificationMail.objects.filter(person_id=reader.actor.person_id)
        return list(rows.order_by("notification_id"))
