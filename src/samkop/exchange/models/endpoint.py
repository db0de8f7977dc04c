"""Under which electronic address a party is reached, and on which way."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from samkop.exchange.vocabulary import (
    CHOSEN_WAYS,
    DocumentType,
    Syntax,
    TransportName,
    document_types,
)

WAYS = [(way.value, way.label) for way in CHOSEN_WAYS]


class Endpoint(models.Model):
    """A party's electronic address (UBL EndpointID) and the transport that leads there.

    One with a ``document_type`` is for documents of that type alone (as the network's directory
    has it: participant and document type give the endpoint); others go to the one without.
    ``scheme`` is an EAS code, ``identifier`` checked by it. ``address`` is what the
    transport needs: the name of the party's folder, the mailbox that takes its documents (the
    organisation's, no person's), or for the access point the electronic address again; of coded
    invoices that of the finance system, which is nobody's here. ``syntax`` is what those are
    written in; the network carries no Finvoice.
    ``wants_acknowledgement`` asks for a Message Level Response to each document that came from
    there and was taken in; faulty ones are answered in any case.
    Published, as in the network's own directory; never put a secret into ``address``.
    """

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="endpoints")
    scheme = models.CharField(max_length=4)
    identifier = models.CharField(max_length=50)
    document_type = models.CharField(
        max_length=40, choices=document_types, blank=True, default="", db_default=""
    )
    transport = models.CharField(max_length=12, choices=WAYS, default=TransportName.DIRECTORY)
    address = models.CharField(max_length=254)
    syntax = models.CharField(
        max_length=8, choices=Syntax, default=Syntax.UBL, db_default=Syntax.UBL
    )
    wants_acknowledgement = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "identifier", "document_type"], name="endpoint_unique_of_type"
            ),
            models.UniqueConstraint(
                fields=["party", "document_type"],
                condition=~models.Q(document_type=""),
                name="endpoint_one_of_a_type",
            ),
            ExclusionConstraint(
                name="endpoint_address_of_one_party",
                expressions=[("scheme", "="), ("identifier", "="), ("party", "<>")],
            ),
            models.CheckConstraint(
                condition=models.Q(transport__in=CHOSEN_WAYS),
                name="endpoint_transport_known",
            ),
            models.CheckConstraint(
                condition=models.Q(syntax__in=Syntax.values), name="endpoint_syntax_known"
            ),
            models.CheckConstraint(
                condition=models.Q(syntax=Syntax.UBL)
                | models.Q(document_type=DocumentType.CODED_INVOICE)
                & ~models.Q(transport=TransportName.ACCESS_POINT),
                name="endpoint_finvoice_of_coded_invoices",
            ),
            # A folder's name is ASCII and cannot lead out of the exchange folder.
            models.CheckConstraint(
                condition=~models.Q(transport=TransportName.DIRECTORY)
                | models.Q(address__regex="^[a-z0-9][a-z0-9-]*$"),
                name="endpoint_folder_is_plain",
            ),
            models.CheckConstraint(
                condition=~models.Q(transport=TransportName.EMAIL)
                | models.Q(address__regex=r"^[^@\s,;<>]+@[^@\s,;<>]+$"),
                name="endpoint_mailbox_is_one",
            ),
            # Several addresses of one party share its folder; two parties never do.
            ExclusionConstraint(
                name="endpoint_folder_of_one_party",
                expressions=[("address", "="), ("party", "<>")],
                condition=models.Q(transport=TransportName.DIRECTORY),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.identifier}"
