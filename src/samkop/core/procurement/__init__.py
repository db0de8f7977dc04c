"""The law of public procurement, as far as it is dates and amounts: dated tables and reckoning.

Named as the directive names the whole of it: tenders and framework agreements both ask here.
Each answer names its source, and says whether somebody has read it (``checked``); what the tables
do not hold is a ``NoRuleError``. The tables stand in docs/reference/procurement-dates.md.
"""

from samkop.core.procurement.after_award import (
    Case,
    Court,
    Hold,
    How,
    Standstill,
    after_judgment,
    extended_by_review,
    standstill,
)
from samkop.core.procurement.corrections import (
    AnswerLimit,
    Extension,
    extension_after_correction,
    last_day_to_answer,
)
from samkop.core.procurement.least_times import (
    Condition,
    Deadline,
    Procedure,
    Stage,
    least_deadline,
)
from samkop.core.procurement.tables import NoRuleError
from samkop.core.procurement.thresholds import (
    Buyer,
    Kind,
    Threshold,
    national_threshold,
    threshold_of,
)
from samkop.core.procurement.validity import (
    ValidityWatch,
    Watch,
    end_of_validity,
    watch_validity,
)

__all__ = [
    "AnswerLimit",
    "Buyer",
    "Case",
    "Condition",
    "Court",
    "Deadline",
    "Extension",
    "Hold",
    "How",
    "Kind",
    "NoRuleError",
    "Procedure",
    "Stage",
    "Standstill",
    "Threshold",
    "ValidityWatch",
    "Watch",
    "after_judgment",
    "end_of_validity",
    "extended_by_review",
    "extension_after_correction",
    "last_day_to_answer",
    "least_deadline",
    "national_threshold",
    "standstill",
    "threshold_of",
    "watch_validity",
]
