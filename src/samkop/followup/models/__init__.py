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
from samkop.followup.models.price_check import PriceCheck
from samkop.followup.models.price_finding import (
    PriceAnswer,
    PriceFinding,
    PriceFindingPurchase,
    PriceSharing,
    PriceTolerance,
)

__all__ = [
    "Benefit", "BenefitAssumption", "BenefitLeaving", "BenefitProcedure", "BenefitPurchase",
    "BenefitSharing",
    "FeedbackAbout", "FeedbackAnswer", "FeedbackMonth", "FeedbackQuestion", "FeedbackReferral",
    "FeedbackResponse", "FeedbackRule", "FeedbackText", "FeedbackThing", "FeedbackTotal",
    "PriceAnswer", "PriceCheck", "PriceFinding", "PriceFindingPurchase", "PriceSharing",
    "PriceTolerance",
]  # fmt: skip
