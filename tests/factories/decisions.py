"""Joint projects of a region, and its members' own decisions about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from factories.agreements import a_basis, a_runner, an_agreement_in_preparation
from factories.parties import a_municipality, a_purchasing_body, a_region, a_supplier, an_actor
from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.usecases import ceiling
from samkop.agreements.usecases.agreement import put_in_force
from samkop.agreements.usecases.buyers import name_buyer
from samkop.agreements.usecases.project_rights import decide_on_project, link_to_project
from samkop.governance.models import DecisionEvent, MemberDecision, Project
from samkop.governance.usecases.decision_events import NewEvent, record_decision_event
from samkop.governance.usecases.decisions import NewDecision, NewDocument
from samkop.governance.usecases.projects import open_joint_project, prepare_joint_project
from samkop.governance.vocabulary import DecisionEventKind, DecisionKind
from samkop.parties.models import Party, Region
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
LAST = date(2026, 11, 30)
COURT = {"court": "Förvaltningsdomstolen", "case_number": "12/2026"}
TITLES = {"sv": "Pekplattor", "fi": "Tabletit", "en": "Tablets"}


@dataclass
class Cooperation:
    """A region of members with an open project, and an agreement of it where one is made."""

    body: Party
    members: list[Party]
    region: Region
    project: Project
    agreement: FrameworkAgreement | None = None
    registrars: dict[int, Actor] = field(default_factory=dict)

    def registrar(self, member: Party) -> Actor:
        """Who records what the member has decided."""
        if member.pk not in self.registrars:
            self.registrars[member.pk] = an_actor(member, RoleName.REGISTRAR)
        return self.registrars[member.pk]

    def decide(self, member: Party, now: datetime = NOW, **said: Any) -> MemberDecision:
        """The member's own decision about the project."""
        document = said.pop("document", None)
        return perform(
            self.registrar(member), decide_on_project, now=now, project_id=self.project.pk,
            decided=a_decision(**said), document=document,
        )  # fmt: skip


def a_decision(**said: Any) -> NewDecision:
    """A decision to join at once, unless it says otherwise."""
    usual = {
        "decided_on": DAY, "decided_by": "Kommunstyrelsen", "section": "§ 12",
        "register_number": "KS 44/2026",
    }  # fmt: skip
    if said.get("kind", DecisionKind.JOIN) == DecisionKind.JOIN:
        usual["orders_from"] = DAY
    return NewDecision(**{**usual, **said})


def a_wait(**said: Any) -> dict[str, Any]:
    """What a member says that waits."""
    return {
        "kind": DecisionKind.WAIT, "reason": "The budget of next year",
        "waits_until": date(2027, 1, 31), **said,
    }  # fmt: skip


def a_cooperation(size: int = 2, *, opened: bool = True, **fields: Any) -> Cooperation:
    """A region with so many members, and a project of its purchasing body."""
    body = a_purchasing_body()
    members = [a_municipality() for _ in range(size)]
    region = a_region(body, *members)
    return Cooperation(body, members, region, a_project(region, body, opened=opened, **fields))


def a_project(region: Region, body: Party, *, opened: bool = True, **fields: Any) -> Project:
    """A project of the region's purchasing body, open for decisions."""
    runner = a_runner(body)
    usual = {
        "region_id": region.pk, "kind": "agreement", "titles": TITLES, "decide_by": LAST,
        "meaning": "The same tablets for every school.", "register_number": "D 9/2026", "now": NOW,
    }  # fmt: skip
    made: Project = perform(runner, prepare_joint_project, **{**usual, **fields})
    if opened:
        now = fields.get("now", NOW)
        made = perform(runner, open_joint_project, now=now, project_id=made.pk)
    return made


def an_agreement_of(found: Cooperation, *named: Party, **fields: Any) -> FrameworkAgreement:
    """An agreement in force that came of the project and names these members (else all)."""
    runner = a_runner(found.body)
    made = an_agreement_in_preparation(runner, a_supplier(), maximum_cents=100_000_000, **fields)
    perform(runner, link_to_project, now=NOW, agreement_id=made.pk, project_id=found.project.pk)
    for buyer in named or found.members:
        perform(
            runner, name_buyer, agreement_id=made.pk, buyer_id=buyer.pk, expected_share_cents=0,
            legal_basis=a_basis(found.body, buyer),
        )  # fmt: skip
    perform(runner, put_in_force, agreement_id=made.pk, register_number="D/1")
    found.agreement = made
    return made


def happened(
    actor: Actor,
    decision: MemberDecision,
    kind: DecisionEventKind,
    now: datetime = NOW,
    **said: Any,
) -> DecisionEvent:
    """What the registrar records of a decision; by a court where the event is a court's."""
    named = {} if kind in {"final", "revoked"} else COURT
    event = NewEvent(**{"kind": kind, "happened_on": timezone.localdate(now), **named, **said})
    return perform(actor, record_decision_event, now=now, decision_id=decision.pk, event=event)


def committed(*, actor, now, participation, cents, on=None, reference="O-1", outside=False):
    """A use case: commits an order of the acting buyer."""
    known = {
        "agreement_id": participation.agreement_id, "participation_id": participation.pk,
        "buyer_id": actor.party_id, "cents": cents, "quantities": {}, "reference": reference,
        "on": on or timezone.localdate(now), "now": now,
    }  # fmt: skip
    if outside:
        ceiling.commit_outside(**known)
    else:
        ceiling.commit(**known, tier_marks={})


def decision_ids(actor: Actor, body: Party, marker: str = "A") -> dict[str, int]:
    """A project and a decision with a document and an event, of the actor's organisation.

    ``actor`` acts for the member and may record its decisions.
    """
    now = datetime.now(UTC)
    today = timezone.localdate(now)  # where the parties are, it is tomorrow two hours earlier
    member = Party(pk=actor.party_id)
    region = a_region(body, member)
    titles = dict.fromkeys(("sv", "fi", "en"), f"{marker} project")
    project = a_project(
        region, body, titles=titles, meaning=f"{marker} meaning", decide_by=today, now=now
    )
    decided = a_decision(
        decided_on=today, orders_from=today, register_number=f"{marker} register",
        amount_limit_cents=1_000_000, currency="EUR",
    )  # fmt: skip
    made = perform(
        actor, decide_on_project, now=now, project_id=project.pk, decided=decided,
        document=NewDocument(f"{marker}.pdf", f"{marker} document".encode()),
    )  # fmt: skip
    happened(actor, made, DecisionEventKind.APPEALED, now, court=f"{marker} court")
    return {"joint_project": project.pk, "member_decision": made.pk}
