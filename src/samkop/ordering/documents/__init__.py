"""Orders as documents go out, answers to them come in."""

from samkop.ordering.documents.agreement import Agreed, AgreedLine, agreement_of
from samkop.ordering.documents.change import (
    ChangedLine,
    cancellation_document,
    change_document,
    change_response_document,
)
from samkop.ordering.documents.order import order_document
from samkop.ordering.documents.response import (
    Answer,
    AnsweredLine,
    ByHand,
    answer_of,
    response_document,
)

__all__ = [
    "Agreed",
    "AgreedLine",
    "Answer",
    "AnsweredLine",
    "ByHand",
    "ChangedLine",
    "agreement_of",
    "answer_of",
    "cancellation_document",
    "change_document",
    "change_response_document",
    "order_document",
    "response_document",
]
