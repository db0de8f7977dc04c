"""Reads: what a consultation still lacks, and the record that reaches everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samkop.parties.models import Party
from samkop.planning.models import (
    ConsultationAnswer,
    ConsultationRecord,
    MarketConsultation,
    MeetingNote,
    RecordFile,
    TradeSecretClaim,
)
from samkop.planning.queries.consultations import (
    asked_in,
    claims_in,
    meetings_in,
    messages_in,
    newest_answers_in,
    questions_of,
)
from samkop.planning.rules.consultations import Pieces, masked
from samkop.platform.formatting import format_date
from samkop.platform.refusals import not_found


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be done before a record is made: a sentence, and the page's name and id."""

    kind: str
    sentence: str
    page: str
    thing_id: int


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """The record as plain values, for the documents of a tender. ``content`` is JSON, the
    zone the owner's.
    """

    consultation_id: int
    number: str
    register_number: str
    made_at: datetime
    sha256: str
    content: dict[str, Any]
    time_zone: str


def record_of(consultation_id: int) -> PublishedRecord:
    """The record of a reported consultation. Raises Refused ``not-found``."""
    rows = ConsultationRecord.objects.filter(consultation_id=consultation_id)
    found = rows.select_related("consultation__owner").first()
    if found is None:
        raise not_found()
    return PublishedRecord(
        consultation_id, found.consultation.number, found.register_number, found.made_at,
        found.sha256, found.content, found.consultation.owner.time_zone,
    )  # fmt: skip


def record_file_of(file_id: int) -> RecordFile:
    """A file of a record. Raises Refused ``not-found``."""
    found = RecordFile.objects.filter(id=file_id).first()
    if found is None:
        raise not_found()
    return found


def record_files_of(consultation_id: int) -> dict[str, RecordFile]:
    """The files of a record by their hash, without content."""
    rows = RecordFile.objects.filter(record__consultation_id=consultation_id)
    return {one.sha256: one for one in rows.defer("content")}


def missing_of(consultation: MarketConsultation, now: datetime) -> list[Missing]:
    """Undecided claims and refused ones whose days run, notes without comment, open questions.

    For the owner, who sees all of them.
    """
    return [
        *_claims_missing(claims_in(consultation.pk), now),
        *_comments_missing(meetings_in(consultation.pk), now),
        *(
            Missing(
                "question-unanswered",
                _("The question of %(supplier)s from %(on)s is not answered.")
                % {"supplier": one.supplier.name, "on": format_date(one.asked_at)},
                "answer-supplier-question", one.pk,
            )
            for one in asked_in(consultation.pk) if not one.messages.all()
        ),
    ]  # fmt: skip


def _claims_missing(claims: Iterable[TradeSecretClaim], now: datetime) -> Iterable[Missing]:
    for one in claims:
        decision = one.decision
        if decision is None:
            said = _("A trade secret of %(supplier)s is not decided on.")
            yield Missing(
                "secret-undecided", said % {"supplier": one.supplier.name}, "trade-secret", one.pk
            )
        elif decision.published_from is not None and now < decision.published_from:
            said = _("What %(supplier)s was refused as a trade secret is published from %(on)s.")
            facts = {"supplier": one.supplier.name, "on": format_date(decision.published_from)}
            yield Missing("secret-days-run", said % facts, "trade-secret", one.pk)


def _comments_missing(notes: Iterable[MeetingNote], now: datetime) -> Iterable[Missing]:
    for note in notes:
        commented = {one.supplier_id for one in note.comments.all()}
        if now > note.comments_until:
            continue  # silence is consent
        for one in note.suppliers.all():
            if one.supplier_id not in commented:
                said = _("%(supplier)s may comment on the note of %(met)s until %(until)s.")
                facts = {
                    "supplier": one.supplier.name, "met": format_date(note.met_at),
                    "until": format_date(note.comments_until),
                }  # fmt: skip
                yield Missing("note-uncommented", said % facts, "meeting-note", note.pk)


class _Veil:
    """What may not be published, of whom: accepted claims."""

    def __init__(self, claims: Iterable[TradeSecretClaim]) -> None:
        accepted = [
            (one, decision) for one in claims
            if (decision := one.decision) is not None and decision.accepted
        ]  # fmt: skip
        self.passages: dict[int, list[str]] = defaultdict(list)
        for one, _decision in accepted:
            self.passages[one.supplier_id].append(one.passage)
        self.file_ids = {one.file_id for one, _decision in accepted if one.file_id}
        self.withheld = [
            {
                "supplier": one.supplier.legal_name,
                "register_number": decision.register_number,
                "decided_at": decision.decided_at.isoformat(),
            }
            for one, decision in accepted
        ]

    def over(self, text: str, *supplier_ids: int) -> Pieces:
        """The text without the secrets of these suppliers."""
        return masked(text, [each for one in supplier_ids for each in self.passages[one]])


def content_of(consultation: MarketConsultation) -> dict[str, Any]:
    """Everything that was asked, answered and told, without accepted secrets, as JSON.

    For the owner. Who asked a question stands nowhere in it. Of the suppliers' texts each is a
    list of pieces, null where a secret is left out; a secret file has neither name nor hash.
    """
    claims = claims_in(consultation.pk)
    veil = _Veil(claims)
    answers = newest_answers_in(consultation.pk)
    meetings = meetings_in(consultation.pk)
    return {
        "samkop": "consultation-record",
        "version": 1,
        "consultation": _facts_of(consultation),
        "suppliers": _suppliers(answers, meetings),
        "questions": [
            {
                "place": question.place,
                "text": question.text,
                "answers": [
                    _answer(one, veil) for one in answers if one.question_id == question.pk
                ],
            }
            for question in questions_of(consultation.pk)
        ],
        "told": [
            {"at": one.told_at.isoformat(), "asked": one.asked, "text": one.text}
            for one in reversed(messages_in(consultation.pk))
        ],
        "meetings": [_meeting(one, veil) for one in reversed(meetings)],
        "withheld": veil.withheld,
    }


def _facts_of(consultation: MarketConsultation) -> dict[str, Any]:
    opened = consultation.opens_at
    return {
        "number": consultation.number,
        "register_number": consultation.register_number,
        "title": {lang: getattr(consultation, f"title_{lang}") for lang in ("sv", "fi", "en")},
        "about": consultation.about,
        "owner": _named(consultation.owner),
        "opened_at": opened.isoformat() if opened else None,
        "answers_until": consultation.answers_until.isoformat(),
    }


def _named(party: Party) -> dict[str, str]:
    return {"name": party.legal_name, "identifier": party.identifier}


def _suppliers(
    answers: Iterable[ConsultationAnswer], meetings: Iterable[MeetingNote]
) -> list[dict[str, str]]:
    """Who answered or was met, by name; not who only asked or looked."""
    met = (each.supplier for one in meetings for each in one.suppliers.all())
    found = {party.pk: party for party in (*(one.supplier for one in answers), *met)}
    return sorted(map(_named, found.values()), key=lambda one: one["name"])


def _answer(answer: ConsultationAnswer, veil: _Veil) -> dict[str, Any]:
    return {
        "supplier": answer.supplier.legal_name,
        "given_at": answer.given_at.isoformat(),
        "text": veil.over(answer.text, answer.supplier_id),
        "files": [
            None if one.pk in veil.file_ids else {"name": one.name, "sha256": one.sha256}
            for one in answer.files
        ],
    }


def _meeting(note: MeetingNote, veil: _Veil) -> dict[str, Any]:
    present = [one.supplier for one in note.suppliers.all()]
    ids = [one.pk for one in present]
    return {
        "met_at": note.met_at.isoformat(),
        "attended": note.attended,
        "suppliers": [one.legal_name for one in present],
        "told": veil.over(note.told, *ids),
        "said": veil.over(note.said, *ids),
        "comments": [
            {
                "supplier": one.supplier.legal_name,
                "accepted": one.accepted,
                "text": veil.over(one.text, *ids),
            }
            for one in note.comments.all()
        ],
    }
