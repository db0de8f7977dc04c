"""Mail as files: for a demonstration, and where no mail server is named yet."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_UNSAFE = re.compile(r"[^A-Za-z0-9-]")


class MailFolder(BaseEmailBackend):
    """Django's e-mail backend that writes each mail to ``MAIL_FOLDER`` (RFC 5322, ``.eml``).

    A file is named by the mail's Message-ID, so that a mail sent twice is there once.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails; returns how many."""
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for mail in email_messages:
            known = mail.extra_headers.get("Message-ID", "")
            name = _UNSAFE.sub("-", known.strip("<>").partition("@")[0]) or uuid.uuid4().hex
            draft = folder / f".{name}.{os.getpid()}"
            draft.write_bytes(mail.message().as_bytes(linesep="\r\n"))
            draft.replace(folder / f"{name}.eml")
        return len(email_messages)
