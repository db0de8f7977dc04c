"""The mailer: notifications go out as mail, as each person has chosen.

The worker calls ``mail_waiting`` again and again. A mail is leased before it is sent and
settled after, so that two workers send it once. Should the process be killed between the
mail server's answer and the settling, the mail goes again under the same Message-ID, by
which mailboxes know it (RFC 5322, 3.6.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from samkop.platform import actors
from samkop.platform.models import (
    Account,
    Notification,
    NotificationChoice,
    NotificationMail,
)
from samkop.platform.models.notification import Delivery
from samkop.platform.notifications.kinds import kinds
from samkop.platform.notifications.letters import digest, letter
from samkop.platform.unit_of_work import reading, unaudited

NOTIFIER = actors.job("notifier")
# Any number will do, as long as it is the same for every mailer of a database.
TAKING_LOCK = 7_262_031
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)
ALARM_AFTER_ATTEMPTS = 8
GIVE_UP_AFTER_ATTEMPTS = 20  # some three days
DIGEST_AT = time(7, 0)
MOST_IN_A_DIGEST = 200

State = NotificationMail.State
log = structlog.get_logger()

TAKE_FIRST = """
SELECT notification_id, person_id, party_id, state FROM platform_notificationmail
WHERE settled_at IS NULL AND due_at <= %s ORDER BY due_at, notification_id LIMIT 1
"""
TAKE_DIGEST = """
SELECT notification_id FROM platform_notificationmail
WHERE state = 'digest' AND person_id = %s AND party_id = %s AND due_at <= %s
ORDER BY notification_id LIMIT %s
"""
LEASE_TAKEN = """
UPDATE platform_notificationmail SET due_at = %s, attempts = attempts + 1
WHERE notification_id = ANY (%s) RETURNING attempts
"""


@dataclass(frozen=True)
class Taken:
    """The notifications of one mail, leased to this mailer."""

    ids: list[int]
    person_id: int
    digest: bool
    attempts: int


def mail_waiting(*, now: datetime | None = None, limit: int = 50) -> int:
    """Settle up to ``limit`` mails whose time has come; returns how many were looked at.

    ``now`` is for tests; the loop reads the clock for each mail.
    """
    for looked_at in range(limit):
        moment = now or datetime.now(UTC)
        taken = _take(moment)
        if taken is None:
            return looked_at
        _settle(taken, moment)
    return limit


def next_digest(now: datetime) -> datetime:
    """When the next day's mail goes out: at seven, in the installation's time zone."""
    local = timezone.localtime(now)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, timezone.get_default_timezone())


def pause_after(attempt: int) -> timedelta:
    """How long a mail rests after a failed attempt: 1, 2, 4 … minutes, at most six hours."""
    return min(timedelta(minutes=2 ** min(attempt - 1, 12)), LONGEST_PAUSE)


def _take(now: datetime) -> Taken | None:
    """Lease the next mail; of a digest, all of one person's that are due in one party."""
    with unaudited(NOTIFIER), connection.cursor() as cursor:
        # Two mailers taking at once would each get a part of one person's digest.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TAKING_LOCK])
        cursor.execute(TAKE_FIRST, [now])
        first = cursor.fetchone()
        if first is None:
            return None
        first_id, person_id, party_id, state = first
        ids = [first_id]
        if state == State.DIGEST:
            cursor.execute(TAKE_DIGEST, [person_id, party_id, now, MOST_IN_A_DIGEST])
            ids = [identity for (identity,) in cursor.fetchall()]
        cursor.execute(LEASE_TAKEN, [now + LEASE, ids])
        attempts = max(attempt for (attempt,) in cursor.fetchall())
    return Taken(ids, person_id, state == State.DIGEST, attempts)


def _settle(taken: Taken, now: datetime) -> None:
    """Send what was taken, or note why not."""
    with reading(NOTIFIER):
        account = Account.objects.filter(person_id=taken.person_id, is_active=True).first()
        unread = list(
            Notification.objects.filter(id__in=taken.ids, read_at__isnull=True).order_by("id")
        )
        wanted = {one.pk: _wanted(one) for one in unread}
    if taken.digest:
        sent = [one for one in unread if wanted[one.pk] in {Delivery.DIGEST, Delivery.AT_ONCE}]
    else:
        sent = [one for one in unread if wanted[one.pk] == Delivery.AT_ONCE]
    if account is None or not sent:
        waits = Delivery.DIGEST in wanted.values() and account is not None and not taken.digest
        _mark_unsent(taken, now, until_digest=waits)
        return
    mail = digest(account, sent) if taken.digest else letter(account, sent[0], now)
    _send(taken, mail, now)


def _wanted(notification: Notification) -> str:
    """How the person wants to be told of this, by choice or as it usually is."""
    chosen = NotificationChoice.objects.filter(
        person_id=notification.person_id, kind=notification.kind
    ).first()
    if chosen is not None:
        return chosen.delivery
    notice = kinds().get(notification.kind)
    return notice.usually if notice else Delivery.PAGE


def _mark_unsent(taken: Taken, now: datetime, *, until_digest: bool) -> None:
    if until_digest:
        _mark(taken, state=State.DIGEST, due_at=next_digest(now), attempts=0)
    else:
        _mark(taken, state=State.NOT_WANTED, settled_at=now)


def _send(taken: Taken, mail: EmailMessage, now: datetime) -> None:
    try:
        mail.send()
    except OSError as error:  # smtplib's own errors are OSErrors too
        _postpone(taken, now, repr(error)[:2000])
    else:
        _mark(taken, state=State.SENT, settled_at=now, last_error="")


def _postpone(taken: Taken, now: datetime, error: str) -> None:
    tell_log = log.error if taken.attempts >= ALARM_AFTER_ATTEMPTS else log.warning
    tell_log(
        "mail-not-sent", notification=taken.ids[0], attempts=taken.attempts, error=error,
        server=settings.EMAIL_HOST,
    )  # fmt: skip
    if taken.attempts >= GIVE_UP_AFTER_ATTEMPTS:
        _mark(taken, state=State.GIVEN_UP, settled_at=now, last_error=error)
    else:
        _mark(taken, due_at=now + pause_after(taken.attempts), last_error=error)


def _mark(taken: Taken, **fields: object) -> None:
    with unaudited(NOTIFIER):
        NotificationMail.objects.filter(notification_id__in=taken.ids).update(**fields)
