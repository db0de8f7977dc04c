"""The tables of how well it goes and what it is worth, a part a file."""

from samkop.followup.models.benefit import (
    Benefit,
    BenefitAssumption,
    BenefitLeaving,
    BenefitProcedure,
    BenefitPurchase,
    BenefitSharing,
)
from samkop.followup.models.feedback import FeedbackQuestion, FeedbackRule, FeedbackThing
from samkop.followup.models.feedback_answer import (
    FeedbackAbout,
    FeedbackAnswer,
    FeedbackMonth,
    FeedbackReferral,
    FeedbackResponse,
    FeedbackText,
    FeedbackTotal,
)

__all__ = [
    "Benefit", "BenefitAssumption", "BenefitLeaving", "BenefitProcedure", "BenefitPurchase",
    "BenefitSharing",
    "FeedbackAbout", "FeedbackAnswer", "FeedbackMonth", "FeedbackQuestion", "FeedbackReferral",
    "FeedbackResponse", "FeedbackRule", "FeedbackText", "FeedbackThing", "FeedbackTotal",
]  # fmt: skip
