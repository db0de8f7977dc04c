"""Reads: needs, consultations, pre-studies and what is planned of them."""

from samkop.planning.queries.consultation_records import (
    Missing,
    PublishedRecord,
    content_of,
    missing_of,
    record_file_of,
    record_files_of,
    record_of,
)
from samkop.planning.queries.consultations import (
    answer_versions_of,
    asked_in,
    claim_of,
    claims_in,
    consultation_of,
    consultation_question_of,
    consultations_in_state,
    consultations_of,
    consultations_of_others,
    file_of,
    joined_by,
    meeting_of,
    meetings_in,
    messages_in,
    newest_answers_in,
    participants_in,
    questions_of,
    supplier_question_of,
)
from samkop.planning.queries.lots import (
    BuyerVolume,
    LotPlan,
    StudyPlan,
    planned_lots_of,
    study_plan_of,
)
from samkop.planning.queries.needs import (
    lines_of,
    need_of,
    needs_of,
    needs_reported_to,
    receivers_of,
)
from samkop.planning.queries.pre_studies import own_study_of, studies_of, study_of

__all__ = [
    "BuyerVolume", "LotPlan", "Missing", "PublishedRecord", "StudyPlan", "answer_versions_of",
    "asked_in", "claim_of", "claims_in", "consultation_of", "consultation_question_of",
    "consultations_in_state", "consultations_of", "consultations_of_others", "content_of",
    "file_of", "joined_by", "lines_of", "meeting_of", "meetings_in", "messages_in",
    "missing_of", "need_of", "needs_of", "needs_reported_to", "newest_answers_in",
    "own_study_of", "participants_in", "planned_lots_of", "questions_of", "receivers_of",
    "record_file_of", "record_files_of", "record_of", "studies_of", "study_of", "study_plan_of",
    "supplier_question_of",
]  # fmt: skip
