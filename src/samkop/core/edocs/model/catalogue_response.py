"""Peppol BIS Catalogue 3: the answer to a catalogue, transaction T58."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import ClassVar

from samkop.core.edocs.model.party import FromProvider, Party


class CatalogueResponseCode(StrEnum):
    """The answer to a whole catalogue (UNCL 4343, T58 subset)."""

    ACKNOWLEDGED = "AB"
    ACCEPTED = "AP"
    REJECTED = "RE"


@dataclass(frozen=True, slots=True)
class CatalogueResponse(FromProvider):
    """A receiver's answer to the catalogue `catalogue_reference`, which came from `receiver`."""

    kind: ClassVar[str] = "catalogue-response"

    id: str
    issue_date: date
    provider: Party
    receiver: Party
    response_code: str | None = None
    catalogue_reference: str | None = None
    catalogue_version: str | None = None
    issue_time: time | None = None
    note: str | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:catalogue_response:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"
