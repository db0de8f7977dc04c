"""The tables of tenders."""

from samkop.tendering.models.award_decision import (
    AwardDecision,
    AwardedLot,
    BidReason,
    DecisionLetter,
)
from samkop.tendering.models.award_proposal import (
    AwardProposal,
    ProposedAward,
)
from samkop.tendering.models.bid_validity import (
    ValidityConsent,
    ValidityExtension,
)
from samkop.tendering.models.comparing import (
    AwardCriterion,
    AwardRule,
    EvaluationModel,
    Freeze,
    PriceLine,
)
from samkop.tendering.models.compliance import (
    BidReinstatement,
    BidRejection,
    ComplianceCheck,
)
from samkop.tendering.models.contents import (
    EspdCriterion,
    KnownSupplier,
    KnownSupplierMark,
    Requirement,
    TenderDocument,
)
from samkop.tendering.models.document_request import (
    BidSecrecyDecision,
    DocumentAppeal,
    DocumentRequest,
    MaskedCopy,
    RequestedDocument,
)
from samkop.tendering.models.evaluators import (
    EvaluatorAppointment,
    InterestDeclaration,
    MarkHandIn,
)
from samkop.tendering.models.inquiries import (
    BidInquiry,
    InquiryAnswer,
    InquiryRound,
    InquiryRuling,
)
from samkop.tendering.models.marks import (
    ConsensusMark,
    Mark,
)
from samkop.tendering.models.notice import (
    Notice,
)
from samkop.tendering.models.officers import (
    OfficerParts,
    OpeningOfficer,
    RehearsalBid,
    RehearsalOpening,
    TenderKeyEdition,
)
from samkop.tendering.models.opened_bid import (
    OpenedBid,
    OpenedFile,
)
from samkop.tendering.models.opening import (
    Opening,
)
from samkop.tendering.models.questions import Correction, TenderAnswer, TenderQuestion
from samkop.tendering.models.register import (
    BidAttempt,
    RegisterEntry,
    RegisterPadding,
    RegisterRoot,
    SealedFile,
    SealedPart,
)
from samkop.tendering.models.runs import (
    AwardRun,
    LaboratoryRun,
)
from samkop.tendering.models.signature import (
    ContractSignature,
)
from samkop.tendering.models.standstill import (
    AwardReview,
    InterimDecision,
    ReviewJudgment,
    Standstill,
)
from samkop.tendering.models.tender import (
    Invitation,
    Lot,
    Tender,
    TenderBuyer,
    TenderStateChange,
)

__all__ = [
    "AwardCriterion", "AwardDecision", "AwardProposal", "AwardReview", "AwardRule", "AwardRun",
    "AwardedLot", "BidAttempt", "BidInquiry", "BidReason", "BidReinstatement", "BidRejection",
    "BidSecrecyDecision", "ComplianceCheck", "ConsensusMark", "ContractSignature", "Correction",
    "DecisionLetter", "DocumentAppeal", "DocumentRequest", "EspdCriterion", "EvaluationModel",
    "EvaluatorAppointment", "Freeze", "InquiryAnswer", "InquiryRound", "InquiryRuling",
    "InterestDeclaration", "InterimDecision", "Invitation", "KnownSupplier", "KnownSupplierMark",
    "LaboratoryRun", "Lot", "Mark", "MarkHandIn", "MaskedCopy", "Notice", "OfficerParts",
    "OpenedBid", "OpenedFile", "Opening", "OpeningOfficer", "PriceLine", "ProposedAward",
    "RegisterEntry", "RegisterPadding", "RegisterRoot", "RehearsalBid", "RehearsalOpening",
    "RequestedDocument", "Requirement", "ReviewJudgment", "SealedFile", "SealedPart", "Standstill",
    "Tender", "TenderAnswer", "TenderBuyer", "TenderDocument", "TenderKeyEdition",
    "TenderQuestion", "TenderStateChange", "ValidityConsent", "ValidityExtension",
]  # fmt: skip
