"""Pure rules: forms of electronic addresses, names of files and folders, pauses."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta

from samkop.core import identifiers

# How each electronic address scheme (EAS code) that is used here checks its identifiers.
SCHEMES: dict[str, Callable[[str], bool]] = {
    "0007": identifiers.is_swedish_organisation,
    "0088": identifiers.is_gln,
    "0096": identifiers.is_danish_p,
    "0184": identifiers.is_danish_cvr,
    "0192": identifiers.is_norwegian_organisation,
    "0198": identifiers.is_danish_se,
    "0208": identifiers.is_belgian_enterprise,
    "0216": identifiers.is_ovt_code,
}

FINNISH_BUSINESS_ID, OVT = "0212", "0216"

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
ALARM_AFTER_ATTEMPTS = 8
# A worker that has not told the end of an attempt by then is taken for dead.
LEASE = timedelta(seconds=30)
# Reading that often without an end (the process died of it) is not tried again.
READING_ATTEMPTS = 3
# How often a document that its handler refuses is tried again: documents overtake another.
PATIENCE = 5

LONGEST_FILE_NAME = 80
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "ð": "d", "þ": "th"})


def is_electronic_address(scheme: str, identifier: str) -> bool:
    """Whether the scheme is known here and the identifier has its form and check digit."""
    check = SCHEMES.get(scheme)
    return check is not None and check(identifier)


def own_address(scheme: str, identifier: str) -> tuple[str, str]:
    """The electronic address (EAS scheme, identifier) that follows from a party's own number.

    A Finnish business ID (0212) becomes its OVT code (0216); other registers' numbers are
    addresses as they are. Raises ValueError for a wrong business ID.
    """
    if scheme == FINNISH_BUSINESS_ID:
        return OVT, identifiers.ovt_code(identifier)
    return scheme, identifier


def plain(text: str) -> str:
    """ASCII letters, digits and single hyphens of a text: ``Åbo stad`` is ``Abo-stad``."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    ascii_only = decomposed.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")


def folder_name(name: str, identifier: str) -> str:
    """The folder of a party: its name to be read, its own identifier to be unique.

    ``Sibbo kommun``, ``0203564-6`` is ``sibbo-kommun-0203564-6``.
    """
    return f"{plain(name)[:60]}-{plain(identifier)}".lower().strip("-")


def file_name(document_type: str, number: str) -> str:
    """The file of a document sent: ``order-4711.xml``, in ASCII and unique to the number.

    A number that loses signs on the way (``4/1``) keeps eight digits of its hash behind.
    """
    kept = plain(number)[:LONGEST_FILE_NAME]
    if kept != number:
        kept = f"{kept}-{hashlib.sha256(number.encode()).hexdigest()[:8]}".lstrip("-")
    return f"{plain(document_type)}-{kept}.xml"


def pause_after(attempt: int) -> timedelta:
    """How long a message rests after its attempt (counted from 1): 5, 10, 20 … s, at most 1 h."""
    return min(FIRST_PAUSE * (1 << min(attempt - 1, 20)), LONGEST_PAUSE)


def is_alarm(attempt: int) -> bool:
    """Whether a message that is still unsent after this attempt raises an alarm."""
    return attempt >= ALARM_AFTER_ATTEMPTS
