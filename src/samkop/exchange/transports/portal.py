"""The portal's transport: from one mailbox of this installation into another.

For documents that somebody makes here by hand: they lie in the receiver's mailbox as if they
had come from outside, and are read and applied in the same way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from samkop.exchange.transports.parcel import Parcel
from samkop.exchange.vocabulary import TransportName

# Stores what arrived in the mailbox of a party (``usecases.inbound.receive_document``).
Store = Callable[..., Any]


def send(store: Store, parcel: Parcel) -> str:
    """Put a document into its receiver's mailbox; the same again is stored once."""
    store(
        owner_id=parcel.receiver_id,
        content=parcel.content,
        sha256=hashlib.sha256(parcel.content).hexdigest(),
        size=len(parcel.content),
        transport=TransportName.PORTAL,
        file_name=parcel.file_name,
    )
    return parcel.file_name
