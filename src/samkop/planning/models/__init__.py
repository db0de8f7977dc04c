"""The tables of needs, consultations, pre-studies and what is planned of them."""

from samkop.planning.models.consultation import (
    ConsultationParticipant,
    ConsultationQuestion,
    MarketConsultation,
)
from samkop.planning.models.consultation_answer import (
    ConsultationAnswer,
    ConsultationFile,
    ConsultationMessage,
    SupplierQuestion,
)
from samkop.planning.models.consultation_record import ConsultationRecord, RecordFile
from samkop.planning.models.homework import HomeworkEvidence, HomeworkPoint
from samkop.planning.models.meeting_note import MeetingComment, MeetingNote, MeetingSupplier
from samkop.planning.models.need import Need, NeedLine
from samkop.planning.models.operating_form import OperatingCost, OperatingForm, StudiedService
from samkop.planning.models.planned_lot import PlannedLot, PlannedLotLine
from samkop.planning.models.pre_study import IncludedNeed, PreStudy, StudyBuyer
from samkop.planning.models.trade_secret import TradeSecretClaim, TradeSecretDecision

__all__ = [
    "ConsultationAnswer", "ConsultationFile", "ConsultationMessage", "ConsultationParticipant",
    "ConsultationQuestion", "ConsultationRecord", "HomeworkEvidence", "HomeworkPoint",
    "IncludedNeed", "MarketConsultation", "MeetingComment", "MeetingNote", "MeetingSupplier",
    "Need", "NeedLine", "OperatingCost", "OperatingForm", "PlannedLot", "PlannedLotLine",
    "PreStudy", "RecordFile", "StudiedService", "StudyBuyer", "SupplierQuestion",
    "TradeSecretClaim", "TradeSecretDecision",
]  # fmt: skip
