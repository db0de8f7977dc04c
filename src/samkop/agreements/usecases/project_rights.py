"""The agreements of a joint project: what a member decides about it becomes its right in each."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, NamedBuyer, Participation
from samkop.agreements.policies import may_record_participation
from samkop.agreements.usecases.agreement import acting_for, locked
from samkop.core import period
from samkop.governance.models import MemberDecision
from samkop.governance.queries import decisions_about, is_member, project_of
from samkop.governance.usecases.decisions import NewDecision, NewDocument, write_decision
from samkop.governance.vocabulary import DecisionKind
from samkop.parties.queries import party_of
from samkop.platform.actors import Actor
from samkop.platform.database.holding import hold
from samkop.platform.outbox import tell
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LINKED = "joint-project"


def decide_on_project(
    *,
    actor: Actor,
    now: datetime,
    project_id: int,
    decided: NewDecision,
    document: NewDocument | None = None,
) -> MemberDecision:
    """Record the acting party's own decision about a project, with its right in each agreement.

    Only agreements that name the party: nobody else can be let in. Raises Refused:
    ``not-found``, ``not-allowed``, ``not-a-member``, ``limit-in-another-currency``, and as
    ``write_decision``.
    """
    party = party_of(acting_for(actor))
    require(may_record_participation(actor, party.pk))
    project = project_of(project_id)
    if not is_member(project.region_id, party.pk, period.day_of(now, party.time_zone)):
        raise Refused("not-a-member", _("Only members of the region decide about its projects."))
    hold(LINKED, project_id)
    named = NamedBuyer.objects.filter(agreement__project_id=project_id, buyer=party)
    agreements = [one.agreement for one in named.select_related("agreement").order_by("id")]
    for agreement in agreements:
        check_currency(agreement, decided)
    made = write_decision(party=party, now=now, decided=decided, project=project, document=document)
    for agreement in agreements:
        rest_on(agreement, made, now)
    return made


def link_to_project(
    *, actor: Actor, now: datetime, agreement_id: int, project_id: int
) -> FrameworkAgreement:
    """Say of which joint project an agreement came; what members decided about that holds here.

    Raises Refused: ``not-found``, ``not-allowed``, ``project-of-another-body``,
    ``decided-without-the-project``, ``limit-in-another-currency``.
    """
    agreement = locked(actor, agreement_id)
    hold(LINKED, project_id)
    project = project_of(project_id)
    if project.region.purchasing_body_id != agreement.purchasing_body_id:
        raise Refused(
            "project-of-another-body",
            _("The project belongs to a region that another purchasing body serves."),
        )
    if Participation.objects.filter(agreement=agreement).exists():
        raise Refused(
            "decided-without-the-project",
            _("Buyers have decided about %(number)s itself already: it stays as it is."),
            number=agreement.number,
        )
    changed = change(agreement, project=project)
    take_up_decisions(changed, now)
    return changed


def take_up_decisions(agreement: FrameworkAgreement, now: datetime) -> None:
    """Make the rights of named buyers that decided about the agreement's project before.

    Raises Refused ``limit-in-another-currency``.
    """
    if agreement.project_id is None:
        return
    # Nobody decides meanwhile: what is decided about the project becomes a right once.
    hold(LINKED, agreement.project_id)
    limits = decisions_about(project_id=agreement.project_id).exclude(currency="")
    if limits.exclude(currency=agreement.currency).exists():
        raise _another_currency(agreement)
    with connection.cursor() as cursor:
        cursor.execute("SELECT samkop_participations_of_project(%s, %s)", [agreement.pk, now])


def rest_on(
    agreement: FrameworkAgreement, decision: MemberDecision, now: datetime
) -> Participation:
    """The party's participation in an agreement, from now on resting on this decision."""
    buyer_id = decision.party_id
    rows = Participation.objects.select_related("decision")
    known = rows.filter(agreement=agreement, buyer_id=buyer_id).first()
    joined = known is not None and known.decision.kind == DecisionKind.JOIN
    if known is None:
        known = create(
            Participation(agreement=agreement, buyer_id=buyer_id, decision=decision, at=now)
        )
    else:
        change(known, decision=decision)
    if decision.kind == DecisionKind.JOIN and not joined:
        tell("agreement-joined", agreement_id=agreement.pk, buyer_id=buyer_id)
    return known


def check_currency(agreement: FrameworkAgreement, decided: NewDecision) -> None:
    """Raises Refused ``limit-in-another-currency``: orders are counted in the agreement's."""
    if decided.amount_limit_cents is not None and decided.currency != agreement.currency:
        raise _another_currency(agreement)


def require_named(agreement: FrameworkAgreement, buyer_id: int) -> None:
    """Raises Refused ``not-a-named-buyer``: nobody else joins (art. 33(2) of 2014/24/EU)."""
    if not NamedBuyer.objects.filter(agreement=agreement, buyer_id=buyer_id).exists():
        raise Refused(
            "not-a-named-buyer",
            _("Your organisation was not named in the procurement of %(number)s: it cannot join."),
            number=agreement.number,
        )


def participation_of(agreement_id: int, buyer_id: int) -> Participation:
    """What the buyer has decided rests on. Raises Refused ``not-found``."""
    found = Participation.objects.select_related("decision__project").filter(
        agreement_id=agreement_id, buyer_id=buyer_id
    )
    one = found.first()
    if one is None:
        raise not_found()
    return one


def _another_currency(agreement: FrameworkAgreement) -> Refused:
    return Refused(
        "limit-in-another-currency",
        _("Orders from %(number)s are counted in %(currency)s: give the amount in it."),
        number=agreement.number, currency=agreement.currency,
    )  # fmt: skip
