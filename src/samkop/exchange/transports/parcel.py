"""What a transport is given, and how it says that it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from samkop.core.edocs.model import Identifier


@dataclass(frozen=True)
class Parcel:
    """A document on its way.

    ``message_id`` is the same at each attempt, ``receiver_id`` a party. ``sender_folder`` is
    the name of the sending party's folder, empty where it has none; ``address`` what the
    receiver's endpoint has for this transport; ``file_name`` is ASCII and unique among the
    sender's documents.
    ``sender_address`` and ``receiver_address`` are electronic ones, ``sender_country`` ISO 3166;
    ``created_at`` is when the message was written.
    ``title``, in the receiver's ``language``, and ``link`` are for people.
    """

    message_id: int
    receiver_id: int
    sender_folder: str
    sender_name: str
    address: str
    language: str
    title: str
    link: str
    file_name: str
    content: bytes
    sender_address: Identifier | None
    receiver_address: Identifier | None
    sender_country: str
    created_at: datetime


class TransportError(Exception):
    """The parcel was not carried; the message is kept and tried again. Says why."""


# Carries a parcel and returns where it lies now (a path, a receipt's number). Carrying the
# same parcel twice is harmless. Raises TransportError.
Send = Callable[[Parcel], str]
