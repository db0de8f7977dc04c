"""The tables of the cooperation, one aggregate a file."""

from samkop.governance.models.attestation import Attestation, AttestationReason, AttestedPoint
from samkop.governance.models.decision import (
    DecisionDocument,
    DecisionEvent,
    MemberDecision,
)
from samkop.governance.models.device_support import DeviceSupport, SupportSharing
from samkop.governance.models.guideline import (
    Guideline,
    GuidelineFile,
    GuidelinePoint,
    GuidelineVersion,
)
from samkop.governance.models.incident import (
    IncidentClock,
    IncidentEntry,
    IncidentIndicator,
    IncidentRecipient,
    IncidentText,
    SecurityContact,
    SecurityIncident,
)
from samkop.governance.models.meeting import (
    AgendaItem,
    AgendaPaper,
    Attendance,
    Meeting,
    MeetingDelegation,
)
from samkop.governance.models.minutes import Minutes, MinutesAdjuster, MinutesApproval
from samkop.governance.models.motion import Dissent, Motion, MotionAmendment
from samkop.governance.models.project import (
    Project,
)
from samkop.governance.models.steering_group import (
    GroupRules,
    SeatHolder,
    SteeringGroup,
    SteeringSeat,
)
from samkop.governance.models.vote import Ballot, Vote

__all__ = [
    "AgendaItem",
    "AgendaPaper",
    "Attendance",
    "Attestation",
    "AttestationReason",
    "AttestedPoint",
    "Ballot",
    "DecisionDocument",
    "DecisionEvent",
    "DeviceSupport",
    "Dissent",
    "GroupRules",
    "Guideline",
    "GuidelineFile",
    "GuidelinePoint",
    "GuidelineVersion",
    "IncidentClock",
    "IncidentEntry",
    "IncidentIndicator",
    "IncidentRecipient",
    "IncidentText",
    "Meeting",
    "MeetingDelegation",
    "MemberDecision",
    "Minutes",
    "MinutesAdjuster",
    "MinutesApproval",
    "Motion",
    "MotionAmendment",
    "Project",
    "SeatHolder",
    "SecurityContact",
    "SecurityIncident",
    "SteeringGroup",
    "SteeringSeat",
    "SupportSharing",
    "Vote",
]
