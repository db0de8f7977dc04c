"""Orders as documents go out, answers to them come in."""

from samkop.ordering.documents.order import order_document
from samkop.ordering.documents.response import (
    Answer,
    AnsweredLine,
    ByHand,
    answer_of,
    response_document,
)

__all__ = [
    "Answer",
    "AnsweredLine",
    "ByHand",
    "answer_of",
    "order_document",
    "response_document",
]
