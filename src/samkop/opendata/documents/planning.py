"""A market consultation as OCDS, through the gate: no supplier, no question, no answer."""

from __future__ import annotations

from datetime import datetime

from samkop.core.ocds import Milestone, Planning, Release, Tag, ocid
from samkop.opendata.documents.parties import language_of, organisation_of, titles
from samkop.opendata.vocabulary import Field
from samkop.planning.models import MarketConsultation
from samkop.planning.vocabulary import ConsultationState


def process_of_consultation(consultation: MarketConsultation, prefix: str) -> str:
    """The ocid of what is planned with a market consultation, before there is a tender."""
    number = organisation_of(consultation.owner).number
    return ocid(prefix, number, "consultation", consultation.number)


def planning_release(
    consultation: MarketConsultation,
    reported_at: datetime | None,
    let_through: frozenset[Field],
    process: str,
) -> Release | None:
    """What may be told of a market consultation; None before it is open to everybody.

    ``reported_at`` is when its record was made, which reaches everybody.
    """
    if consultation.state == ConsultationState.IN_PREPARATION:
        return None
    if Field.CONSULTATION not in let_through:
        return None
    language = language_of(consultation.owner)
    said = titles(consultation)
    answers = Milestone(
        id="answers", kind="engagement", title=said.get(language),
        due=consultation.answers_until, status="met" if reported_at else "scheduled",
    )  # fmt: skip
    record = Milestone(
        id="record", kind="reporting", title=said.get(language), met=reported_at, status="met"
    )
    return Release(
        ocid=process, id="", at=consultation.created_at, tags=(Tag.PLANNING,), language=language,
        buyers=(organisation_of(consultation.owner),),
        planning=Planning(
            rationale={language: consultation.about},
            milestones=(answers, record) if reported_at else (answers,),
        ),
    )  # fmt: skip
