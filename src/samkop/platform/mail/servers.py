"""The mail server that an operator names, as Django's settings want it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "samkop.platform.mail.folder.MailFolder"
# Scheme: usual port, STARTTLS, TLS from the first byte (RFC 8314).
SCHEMES = {
    "smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)
}  # fmt: skip


class MailServerError(ValueError):
    """The setting names no mail server that we understand."""


@dataclass(frozen=True)
class MailServer:
    """Where mail goes."""

    backend: str = FOLDER
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server(text: str) -> MailServer:
    """The server of ``smtp+tls://user:password@mail.example.org:587``.

    Empty: a folder. A dotted name is a backend of Django's or of one's own. Raises
    MailServerError with a sentence for anything else.
    """
    if not text:
        return MailServer()
    if "://" not in text:
        return MailServer(backend=text)
    address = urlsplit(text)
    if address.scheme not in SCHEMES or not address.hostname:
        raise MailServerError(
            "SAMKOP_EMAIL names no mail server: write smtp://, smtp+tls:// or smtps:// and"
            " then user:password@host:port (user, password and port may be left out)."
        )
    port, starttls, tls = SCHEMES[address.scheme]
    return MailServer(
        SMTP, address.hostname, address.port or port,
        unquote(address.username or ""), unquote(address.password or ""), starttls, tls,
    )  # fmt: skip
