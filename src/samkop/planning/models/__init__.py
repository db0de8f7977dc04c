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
from samkop.planning.models.meeting_note import MeetingComment, MeetingNote, MeetingSupplier
from samkop.planning.models.need import Need, NeedLine
from samkop.planning.models.trade_secret import TradeSecretClaim, TradeSecretDecision

__all__ = [
    "ConsultationAnswer", "ConsultationFile", "ConsultationMessage", "ConsultationParticipant",
    "ConsultationQuestion", "ConsultationRecord", "MarketConsultation", "MeetingComment",
    "MeetingNote", "MeetingSupplier", "Need", "NeedLine", "RecordFile", "SupplierQuestion",
    "TradeSecretClaim", "TradeSecretDecision",
]  # fmt: skip
