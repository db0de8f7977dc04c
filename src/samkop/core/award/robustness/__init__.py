"""The laboratory of evaluation models: what can go wrong with one, before it is published."""

from samkop.core.award.robustness.answer import answer_of
from samkop.core.award.robustness.properties import Property, Verdict
from samkop.core.award.robustness.reading import read_setting, setting_of
from samkop.core.award.robustness.report import STAGES, Report, examine
from samkop.core.award.robustness.sentences import BidShown, Sentence, in_english, sentences_of
from samkop.core.award.robustness.setting import Ranges, Setting

__all__ = [
    "STAGES",
    "BidShown",
    "Property",
    "Ranges",
    "Report",
    "Sentence",
    "Setting",
    "Verdict",
    "answer_of",
    "examine",
    "in_english",
    "read_setting",
    "sentences_of",
    "setting_of",
]
