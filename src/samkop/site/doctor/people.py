"""Whether anybody can sign in and administer, and whether mail reaches people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection

from samkop.platform.mail.servers import SMTP
from samkop.platform.sign_in.ways_in import sends_mail
from samkop.site.doctor.database import value
from samkop.site.doctor.findings import Finding, note, well, wrong

PATIENCE = 5  # seconds for the mail server

_ADMINISTRATORS = """
SELECT count(DISTINCT a.id) FROM parties_roleassignment r
JOIN parties_party p ON p.id = r.party_id
JOIN platform_account a ON a.person_id = r.person_id AND a.is_active
WHERE r.role = 'administrator' AND (%s AT TIME ZONE p.time_zone)::date
    BETWEEN r.valid_from AND coalesce(r.valid_until, 'infinity')
"""


def examine_people(now: datetime) -> Iterator[Finding]:
    """Organisations and administrators; to be called when the tables are there."""
    organisations = value("SELECT count(*) FROM parties_party")
    administrators = value(_ADMINISTRATORS, [now])
    if not organisations:
        yield wrong(
            "no-organisations",
            "There is no organisation yet, so nobody can sign in. Begin with: samkop import"
            " organisations FILE (docs/how-to/run-it-for-real.md).",
        )
    elif not administrators:
        yield wrong(
            "no-administrators",
            "Nobody with an account may administer an organisation. Name an administrator in"
            " the file of organisations and import it again: samkop import organisations FILE.",
        )
    else:
        yield well(
            "people",
            f"Organisations: {organisations}; administrators with an account: {administrators}.",
        )


def examine_mail() -> Finding:
    """Whether mail leaves this installation, and under whose name."""
    if not sends_mail():
        return note(
            "mail-not-set-up",
            "No mail server is named, so mail stays in the data folder and nobody can ask for a"
            " forgotten password. Name one: SAMKOP_EMAIL; until then: samkop account reset EMAIL.",
        )
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if settings.EMAIL_BACKEND != SMTP:
        return well("mail", f"Mail is handed to {settings.EMAIL_BACKEND}.")
    if "." not in sender.rpartition("@")[2]:
        return wrong(
            "mail-sender",
            f"Mail is sent from {sender or 'nobody'}, which other servers do not take. Name a"
            " sender of your own domain: SAMKOP_EMAIL_FROM.",
        )
    try:
        server = get_connection(timeout=PATIENCE)
        server.open()
        server.close()
    except (OSError, SMTPException) as error:
        return wrong(
            "mail-server-silent",
            f"The mail server {settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not let us"
            f" in: {error} Check SAMKOP_EMAIL.",
        )
    return well("mail", f"Mail is sent, from {sender}.")
