"""Models of exchange, one aggregate a file."""

from samkop.exchange.models.endpoint import Endpoint
from samkop.exchange.models.level_response import MessageLevelResponse
from samkop.exchange.models.message import Message, Payload, Transmission

__all__ = ["Endpoint", "Message", "MessageLevelResponse", "Payload", "Transmission"]
