"""Scores by the five models of evaluation, exact, and the ranking with its reasons."""

from samkop.core.award.scoring.model import Bid, Criterion, Kind, LifeCycle, Model
from samkop.core.award.scoring.points import Missed, Points, scores_of
from samkop.core.award.scoring.ranking import Ranked, Ranking, ranking_of
from samkop.core.award.scoring.reading import bids_of, model_of

__all__ = [
    "Bid",
    "Criterion",
    "Kind",
    "LifeCycle",
    "Missed",
    "Model",
    "Points",
    "Ranked",
    "Ranking",
    "bids_of",
    "model_of",
    "ranking_of",
    "scores_of",
]
