"""The tables of the cooperation, one aggregate a file."""

from samkop.governance.models.attestation import Attestation, AttestationReason, AttestedPoint
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

__all__ = [
    "Attestation", "AttestationReason", "AttestedPoint", "DeviceSupport", "Guideline",
    "GuidelineFile", "GuidelinePoint", "GuidelineVersion", "IncidentClock", "IncidentEntry",
    "IncidentIndicator", "IncidentRecipient", "IncidentText", "SecurityContact",
    "SecurityIncident", "SupportSharing",
]  # fmt: skip
