"""What a supplier says of feedback, and who is told when."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.followup.models import FeedbackReferral, FeedbackResponse
from samkop.followup.policies.feedback import SELLS, may_respond
from samkop.followup.queries.feedback import answer_of, referral_of
from samkop.parties.queries import ids_with_any_role, party_of
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor
from samkop.platform.notifications import in_each_language, notify
from samkop.platform.outbox import tell
from samkop.platform.records import create, subject_of
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

MOST_LETTERS = 1000


def respond_to_feedback(
    *, actor: Actor, now: datetime, referral_id: int, text: str
) -> FeedbackReferral:
    """Say, as the supplier, what is done about it; once. Told as ``feedback-responded``.

    Raises Refused: ``not-found``, ``not-allowed``, ``feedback-response-missing``,
    ``feedback-responded``.
    """
    referral = referral_of(referral_id)
    require(may_respond(actor, referral))
    text = text.strip()[:MOST_LETTERS]
    if not text:
        sentence = _("Say what you do about it.")
        raise Refused("feedback-response-missing", sentence, status=422, fields={"text": sentence})
    if FeedbackResponse.objects.filter(referral=referral).exists():
        raise Refused("feedback-responded", _("You have answered this already."))
    create(
        FeedbackResponse(
            referral=referral, party_id=referral.party_id, supplier_id=referral.supplier_id,
            text=text, at=now, person_id=actor.own_person_id,
        )
    )  # fmt: skip
    tell("feedback-responded", referral_id=referral.pk, party_id=referral.party_id)
    return referral


def tell_of_feedback(*, actor: Actor, now: datetime, answer_id: int) -> None:
    """Tell the ICT managers of the acting party that something does not work, or in part.

    Raises Refused ``not-found``.
    """
    answer = answer_of(answer_id, actor.own_party_id)
    named = answer.question is not None
    about = list(answer.about.all())
    notify(
        party_id=answer.party_id, person_ids=_managers(answer.party_id, now),
        kind="feedback-given" if named else "feedback-given-without-name",
        subject=subject_of(answer), url=reverse("feedback-answer", args=[answer_id]),
        facts={
            "things": in_each_language(lambda: ", ".join(one.shown_name for one in about)),
            "verdict": in_each_language(lambda: str(answer.get_verdict_display())),
        },
    )  # fmt: skip


def tell_supplier_of_feedback(*, actor: Actor, now: datetime, referral_id: int) -> None:
    """Tell who sells for the acting supplier what was passed on. Raises Refused ``not-found``."""
    referral = referral_of(referral_id)
    supplier = party_of(referral.supplier_id)
    notify(
        party_id=supplier.pk, kind="feedback-passed-on", subject=subject_of(referral),
        person_ids=ids_with_any_role(supplier.pk, sorted(SELLS), day_of(now, supplier.time_zone)),
        facts={"buyer": referral.party.legal_name, "things": referral.things},
        url=reverse("feedback-referral", args=[referral_id]),
    )  # fmt: skip


def tell_of_feedback_response(*, actor: Actor, now: datetime, referral_id: int) -> None:
    """Tell the acting buyer's ICT managers what a supplier said. Raises Refused ``not-found``."""
    referral = referral_of(referral_id)
    notify(
        party_id=referral.party_id, person_ids=_managers(referral.party_id, now),
        kind="feedback-responded", subject=subject_of(referral),
        facts={"supplier": referral.supplier.legal_name, "things": referral.things},
        url=reverse("feedback-answer", args=[referral.answer_id]),
    )  # fmt: skip


def _managers(party_id: int, now: datetime) -> list[int]:
    today = day_of(now, party_of(party_id).time_zone)
    return ids_with_any_role(party_id, [RoleName.ICT_MANAGER], today)
