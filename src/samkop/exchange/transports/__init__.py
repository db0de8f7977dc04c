"""The ways on which documents travel. Each is one function that carries one parcel."""

from samkop.exchange.transports.parcel import Parcel, Send, TransportError

__all__ = ["Parcel", "Send", "TransportError"]
