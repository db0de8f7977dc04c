"""Models of the platform, one aggregate a file."""

from samkop.platform.models.account import Account
from samkop.platform.models.api_token import ApiToken
from samkop.platform.models.audit import AuditEntry, AuditSeal, AuditSubject
from samkop.platform.models.fact import Fact
from samkop.platform.models.idempotency_key import IdempotencyKey
from samkop.platform.models.import_record import ImportRecord
from samkop.platform.models.job_run import JobRun
from samkop.platform.models.notification import (
    Notification,
    NotificationChoice,
    NotificationMail,
)
from samkop.platform.models.saved_filter import ColumnChoice, SavedFilter

__all__ = [
    "Account",
    "ApiToken",
    "AuditEntry",
    "AuditSeal",
    "AuditSubject",
    "ColumnChoice",
    "Fact",
    "IdempotencyKey",
    "ImportRecord",
    "JobRun",
    "Notification",
    "NotificationChoice",
    "NotificationMail",
    "SavedFilter",
]
