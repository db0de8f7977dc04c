"""The e-mail transport: the document to be read, as a PDF, with the XML beside it."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from samkop.core import edocs
from samkop.exchange.transports.parcel import Parcel, TransportError

Printed = Callable[[edocs.Document, str], bytes]


def send(printed: Printed, parcel: Parcel) -> str:
    """Mail a document to the mailbox of its receiver; returns the mailbox.

    ``printed(document, language)`` makes the PDF. The same parcel always goes under the
    same Message-ID, by which mailboxes know it (RFC 5322, 3.6.4). Raises TransportError.
    """
    document = edocs.read(parcel.content)
    if isinstance(document, edocs.Faults):
        raise TransportError(str(document.faults[0].message))
    with translation.override(parcel.language):
        mail = _letter(parcel)
    mail.attach(_pdf_name(parcel), printed(document, parcel.language), "application/pdf")
    mail.attach(parcel.file_name, parcel.content, "application/xml")
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        raise TransportError(f"{type(error).__name__}: {error}") from error
    return parcel.address


def _letter(parcel: Parcel) -> EmailMessage:
    named = {"document": parcel.title, "sender": parcel.sender_name, "link": parcel.link}
    return EmailMessage(
        subject=" ".join((_("%(document)s from %(sender)s") % named).split()),
        body=_(
            "%(sender)s sends you %(document)s.\n\n"
            "It is attached twice: as a PDF to be read, and as the standard e-document (XML) for"
            " your own system. Who has no system answers in Samköp:\n\n%(link)s\n"
        ) % named,
        to=[parcel.address],
        headers={
            "Message-ID": f"<document-{parcel.message_id}@{urlsplit(parcel.link).hostname}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's absence answers it
        },
    )  # fmt: skip


def _pdf_name(parcel: Parcel) -> str:
    return parcel.file_name.removesuffix(".xml") + ".pdf"
