"""Trade secrets: a supplier marks them with reasons, the buyer decides (art. 21)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.core.period import day_of
from samkop.planning.models import (
    ConsultationFile,
    ConsultationQuestion,
    MeetingNote,
    TradeSecretClaim,
    TradeSecretDecision,
)
from samkop.planning.queries import answer_versions_of, file_of, meeting_of
from samkop.planning.rules.consultations import SHORTEST_SECRET, written
from samkop.planning.usecases.consultation_steps import (
    join_consultation,
    require_state,
    require_texts,
    run_consultation,
    spread,
)
from samkop.planning.usecases.meeting_notes import RUNS
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require


def claim_trade_secret(
    *,
    actor: Actor,
    now: datetime,
    reason: str,
    passage: str = "",
    question_id: int | None = None,
    file_id: int | None = None,
    note_id: int | None = None,
) -> TradeSecretClaim:
    """Mark a passage of one's answer or of a meeting's note, or a file, as a trade secret.

    One place is named. Raises Refused ``not-found``, ``not-allowed``,
    ``consultation-in-another-state``, ``text-missing``, ``secret-too-short``,
    ``passage-not-there``.
    """
    supplier_id = actor.own_party_id
    place = _place(supplier_id, question_id, file_id, note_id)
    found = join_consultation(actor, place.consultation_id, now)
    passage = "" if file_id is not None else written(passage)
    texts = require_texts(reason=reason)
    if file_id is None:
        _require_passage(passage, _texts_of(supplier_id, place))
    made = create(
        TradeSecretClaim(
            consultation=found, owner_id=found.owner_id, supplier_id=supplier_id,
            question_id=question_id, file_id=file_id, note_id=note_id, passage=passage,
            claimed_at=now, **texts,
        )
    )  # fmt: skip
    spread(found, "trade-secret-claimed", [found.owner_id], "trade-secret", made.pk)
    return made


Place = ConsultationQuestion | ConsultationFile | MeetingNote


def _place(
    supplier_id: int, question_id: int | None, file_id: int | None, note_id: int | None
) -> Place:
    if file_id is not None:
        file = file_of(file_id)
        require(file.supplier_id == supplier_id)
        return file
    if note_id is not None:
        note = meeting_of(note_id)
        require(supplier_id in {one.supplier_id for one in note.suppliers.all()})
        return note
    question = ConsultationQuestion.objects.filter(id=question_id or 0).first()
    if question is None:
        raise not_found()
    return question


def _texts_of(supplier_id: int, place: Place) -> list[str]:
    """What of the place is published, and may hold the supplier's secret."""
    if isinstance(place, MeetingNote):
        own = [one.text for one in place.comments.all() if one.supplier_id == supplier_id]
        return [place.said, place.told, *own]
    return [one.text for one in answer_versions_of(place.pk, supplier_id)[:1]]


def _require_passage(passage: str, texts: list[str]) -> None:
    if len(passage) < SHORTEST_SECRET:
        said = _("Copy at least three characters of the text.")
        raise Refused("secret-too-short", said, status=422, fields={"passage": said})
    if not any(passage in text for text in texts):
        said = _("These words do not stand in the text. Copy them from there as they are.")
        raise Refused("passage-not-there", said, status=422, fields={"passage": said})


def decide_trade_secret(
    *,
    actor: Actor,
    now: datetime,
    claim_id: int,
    accepted: bool,
    reason: str,
    register_number: str,
) -> TradeSecretDecision:
    """Accept a claim, or refuse it; the newest decision counts until the record is made.

    What is refused is published once the supplier was told and the consultation's days have
    passed. Raises Refused ``not-found``, ``not-allowed``, ``consultation-in-another-state``,
    ``text-missing``.
    """
    claim = TradeSecretClaim.objects.filter(id=claim_id).first()
    if claim is None:
        raise not_found()
    found = run_consultation(actor, claim.consultation_id)
    require_state(found, now, *RUNS)
    texts = require_texts(reason=reason, register_number=register_number)
    published = None if accepted else now + timedelta(days=found.secret_days)
    made = create(
        TradeSecretDecision(
            claim=claim, owner_id=claim.owner_id, supplier_id=claim.supplier_id,
            accepted=accepted, person_id=actor.own_person_id, decided_at=now,
            published_from=published, **texts,
        )
    )  # fmt: skip
    told = {"reason": texts["reason"]}
    if published is not None:
        told["published_on"] = day_of(published, found.owner.time_zone).isoformat()
    kind = "trade-secret-accepted" if accepted else "trade-secret-refused"
    spread(found, kind, [claim.supplier_id], "trade-secret", claim.pk, **told)
    return made
