"""Links by which an approver decides from a mail: made when it is sent, used once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import ApprovalLink, Requisition
from samkop.ordering.queries import next_step
from samkop.ordering.usecases.requisition import approve_requisition, reject_requisition
from samkop.ordering.vocabulary import Decision, RequisitionState
from samkop.platform import tokens
from samkop.platform.actors import Actor, ActorKind
from samkop.platform.records import change, create, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LIVES = timedelta(days=7)


def digest_of(token: str) -> str:
    """What is kept of a link: the SHA-256 of its 256 bits, in hexadecimal."""
    return tokens.digest_of(token).hex()


def open_link(
    *, actor: Actor, now: datetime, digest: str, person_id: int, requisition_id: int
) -> ApprovalLink | None:
    """Keep a link that is about to be mailed; None when nothing waits any more.

    By the mailer alone. The same digest is the same link: a mail that is sent again
    carries the one it carried before.
    """
    require(actor.kind == ActorKind.JOB and actor.name == "notices")
    known = ApprovalLink.objects.filter(digest=digest).first()
    if known is not None:
        return known
    requisition = Requisition.objects.filter(id=requisition_id).first()
    if requisition is None or requisition.state != RequisitionState.SUBMITTED:
        return None
    step = next_step(requisition)
    if step is None:
        return None
    return create(
        ApprovalLink(
            digest=digest, party_id=requisition.party_id, person_id=person_id,
            requisition=requisition, position=step.position, made_at=now,
            expires_at=now + LIVES,
        )
    )  # fmt: skip


def decide_by_link(
    *, actor: Actor, now: datetime, digest: str, decision: str, reason: str = ""
) -> Requisition:
    """Take the step that the link is for, as its person. A refusal leaves the link unused.

    Raises Refused: ``not-found``, ``link-used``, ``link-expired``, ``decided-already``,
    ``decision-missing``, and what approving and rejecting raise.
    """
    link = ApprovalLink.objects.select_for_update().filter(
        digest=digest, person_id=actor.own_person_id
    ).first()  # fmt: skip
    if link is None:
        raise not_found()
    # Held before it is looked at: two who decide at once take turns.
    requisition = Requisition.objects.select_for_update().get(id=link.requisition_id)
    check_link(link, requisition, now)
    note(by_link=link.pk)
    if decision == Decision.APPROVED:
        done = approve_requisition(
            actor=actor, now=now, requisition_id=requisition.pk, reason=reason
        )
    elif decision == Decision.REJECTED:
        done = reject_requisition(
            actor=actor, now=now, requisition_id=requisition.pk, reason=reason
        )
    else:
        raise Refused("decision-missing", _("Press one of the two buttons."), status=422)
    change(link, used_at=now)
    return done


def check_link(link: ApprovalLink, requisition: Requisition, now: datetime) -> None:
    """Refuse a link that no longer decides anything, and say why.

    Raises Refused: ``link-used``, ``link-expired``, ``decided-already``.
    """
    if link.used_at is not None:
        raise Refused(
            "link-used",
            _("This link has been used: you have decided. Sign in to see what became of it."),
        )
    if link.expires_at <= now:
        raise Refused(
            "link-expired",
            _("This link was for a week and has expired. Sign in to decide."),
        )
    step = next_step(requisition)
    waits = requisition.state == RequisitionState.SUBMITTED and step is not None
    if not waits or (step is not None and step.position != link.position):
        raise Refused(
            "decided-already", _("This has been decided already. The page shows by whom.")
        )
