"""What every document that somebody writes by hand goes through."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.core import edocs
from samkop.exchange.queries import electronic_address
from samkop.parties.models import Party
from samkop.platform.refusals import Refused


def require_addresses(*parties: Party) -> None:
    """Raise Refused ``own-address-missing`` for a party without an electronic address."""
    for party in parties:
        if electronic_address(party.pk) is None:
            raise Refused(
                "own-address-missing",
                _("%(party)s has no electronic address. An administrator registers it under"
                  " Messages, Electronic addresses."),
                party=party.name,
            )  # fmt: skip


def written(document: edocs.Document, code: str) -> bytes:
    """The document's bytes. Raises Refused with the code where it breaks a rule."""
    try:
        return edocs.write(document)
    except edocs.InvalidDocumentError as error:
        fault = error.faults.faults[0]
        raise Refused(
            code,
            _("It would be no valid e-document (%(fault)s %(rule)s). Correct what you wrote."),
            status=422, fault=fault.message, rule=fault.rule,
        ) from error  # fmt: skip
