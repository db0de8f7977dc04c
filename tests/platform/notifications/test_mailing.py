"""Mail goes out as chosen: once, tried again with growing pauses, or not at all."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections

from factories.notifications import KIND, NOW, QUIET, a_reader, mails_of, tell
from samkop.platform.mail.servers import FOLDER, SMTP, MailServer, MailServerError, mail_server
from samkop.platform.models import Account
from samkop.platform.notifications.mailing import (
    GIVE_UP_AFTER_ATTEMPTS,
    LEASE,
    _take,
    mail_waiting,
    next_digest,
    pause_after,
)
from samkop.platform.notifications.queries import notifications_of
from samkop.platform.notifications.usecases import (
    choose_deliveries,
    open_notification,
    read_all_notifications,
)
from samkop.platform.unit_of_work import perform, reading

SEVEN = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)  # seven in Helsinki, in winter


@pytest.fixture(autouse=True)
def nothing_waits(database):
    """What another test has left over is out of the mailer's way."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE platform_notificationmail SET state = 'not-wanted', settled_at = now()"
            " WHERE settled_at IS NULL"
        )


@pytest.fixture
def outbox():
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def reader(database):
    return a_reader()


def states_of(reader):
    return [row.state for row in mails_of(reader)]


def test_at_once_means_one_mail_with_the_words_and_the_way(outbox, reader):
    tell(reader.party, reader)
    assert mail_waiting(now=NOW) == 1
    assert mail_waiting(now=NOW + timedelta(days=30)) == 0
    [sent] = outbox
    assert sent.to == [reader.account.email]
    assert sent.subject == "A requisition waits for you"
    assert "2 × Telefon, together €1,234.50" in sent.body
    assert f"{settings.PUBLIC_ADDRESS}/requisitions/17/" in sent.body.splitlines()
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert states_of(reader) == ["sent"]


def test_the_mail_speaks_the_readers_language(outbox, database):
    reader = a_reader(language="sv")
    tell(reader.party, reader)
    mail_waiting(now=NOW)
    assert "1\xa0234,50\xa0€" in outbox[0].body


def test_in_the_page_alone_means_no_mail(outbox, reader):
    tell(reader.party, reader, kind=QUIET)
    mail_waiting(now=NOW)
    assert (outbox, states_of(reader)) == ([], ["not-wanted"])


@pytest.mark.parametrize("delivery", ["page", "off"])
def test_who_has_chosen_no_mail_gets_none(outbox, reader, delivery):
    perform(reader.actor, choose_deliveries, deliveries={KIND: delivery})
    tell(reader.party, reader)
    mail_waiting(now=NOW)
    assert (outbox, states_of(reader)) == ([], ["not-wanted"])


def test_who_may_not_sign_in_gets_none(outbox, reader):
    Account.objects.filter(id=reader.account.pk).update(is_active=False)
    tell(reader.party, reader)
    mail_waiting(now=NOW)
    assert (outbox, states_of(reader)) == ([], ["not-wanted"])


def test_the_days_mail_comes_at_seven_with_what_was_not_read(outbox, reader):
    perform(reader.actor, choose_deliveries, deliveries={KIND: "digest", QUIET: "digest"})
    tell(reader.party, reader)
    tell(reader.party, reader)
    tell(reader.party, reader, kind=QUIET, url="/orders/5/")
    with reading(reader.actor):
        oldest = notifications_of(reader.party.pk, reader.actor.person_id).last()
    perform(reader.actor, open_notification, notification_id=oldest.pk)
    mail_waiting(now=NOW)
    assert mail_waiting(now=SEVEN - timedelta(seconds=1)) == 0
    assert outbox == []
    assert mail_waiting(now=SEVEN) == 1
    [sent] = outbox
    assert sent.subject == "2 notifications from Samköp"
    assert sent.body.count("/requisitions/17/") == 1
    assert sent.body.count("/orders/5/") == 1
    assert mail_waiting(now=SEVEN + timedelta(days=1)) == 0


def test_a_day_of_which_all_was_read_has_no_mail(outbox, reader):
    perform(reader.actor, choose_deliveries, deliveries={KIND: "digest"})
    tell(reader.party, reader)
    mail_waiting(now=NOW)
    perform(reader.actor, read_all_notifications, newest=10**9)
    mail_waiting(now=SEVEN)
    assert (outbox, states_of(reader)) == ([], ["not-wanted"])


def test_before_seven_the_days_mail_is_todays_and_after_it_tomorrows():
    assert next_digest(SEVEN - timedelta(minutes=1)) == SEVEN
    assert next_digest(SEVEN) == SEVEN + timedelta(days=1)
    # The clock goes forward on 29 March 2026: seven is an hour earlier in UTC.
    assert next_digest(datetime(2026, 3, 28, 20, tzinfo=UTC)) == datetime(
        2026, 3, 29, 4, tzinfo=UTC
    )


def test_two_mailers_at_once_send_it_once(outbox, reader):
    tell(reader.party, reader)
    first = _take(NOW)
    assert mail_waiting(now=NOW) == 0
    assert first.ids == [row.notification_id for row in mails_of(reader)]


def test_a_mailer_that_died_leaves_the_mail_to_the_next_one(outbox, reader):
    tell(reader.party, reader)
    _take(NOW)
    assert mail_waiting(now=NOW + LEASE) == 1
    assert len(outbox) == 1


def test_the_same_mail_again_has_the_same_message_id(outbox, reader):
    """Killed after the server's yes: the mailbox sees that it is the same."""
    tell(reader.party, reader)
    mail_waiting(now=NOW)
    reopen(mails_of(reader)[0])
    mail_waiting(now=NOW + LEASE)
    first, second = (sent.extra_headers["Message-ID"] for sent in outbox)
    assert first == second


def reopen(row):
    """As it stands in the database when the process was killed before the settling."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE platform_notificationmail SET state = 'waiting', settled_at = NULL"
            " WHERE notification_id = %s",
            [row.pk],
        )


# --- By a real server over a socket, which says yes or no.


class Mailbox:
    """A mail server of the plainest kind (RFC 5321); ``answers`` are its words after DATA."""

    def __init__(self, answers):
        self.answers, self.received = list(answers), []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        for answer in self.answers:
            talk, _address = self.listening.accept()
            with talk, talk.makefile("rwb") as lines:
                self.converse(lines, answer)

    def converse(self, lines, answer):
        def say(text):
            lines.write(f"{text}\r\n".encode())
            lines.flush()

        say("220 ready")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"DATA":
                say("354 go on")
                body = b"".join(iter(lambda: next(lines), b".\r\n"))
                if answer.startswith("250"):
                    self.received.append(message_from_bytes(body, policy=policy.default))
                say(answer)
            elif verb == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


@pytest.fixture
def smtp(monkeypatch):
    boxes = []

    def named(*answers):
        boxes.append(box := Mailbox(answers))
        monkeypatch.setattr(settings, "EMAIL_BACKEND", SMTP)
        monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
        monkeypatch.setattr(settings, "EMAIL_PORT", box.port)
        return box

    yield named
    for box in boxes:
        box.listening.close()


def test_a_server_that_says_no_is_asked_again_after_a_growing_pause(reader, smtp):
    box = smtp("451 later", "451 later", "250 taken")
    tell(reader.party, reader)
    assert mail_waiting(now=NOW) == 1
    [row] = mails_of(reader)
    assert (row.state, row.attempts, row.due_at) == ("waiting", 1, NOW + timedelta(minutes=1))
    assert "451" in row.last_error
    assert mail_waiting(now=NOW + timedelta(seconds=59)) == 0
    assert mail_waiting(now=NOW + timedelta(minutes=1)) == 1
    assert mails_of(reader)[0].due_at == NOW + timedelta(minutes=3)
    mail_waiting(now=NOW + timedelta(minutes=3))
    [received] = box.received
    assert received["To"] == reader.account.email
    assert "2 × Telefon" in received.get_body(("plain",)).get_content()
    assert states_of(reader) == ["sent"]


def test_a_server_that_is_away_keeps_the_mail_waiting(reader, smtp):
    smtp().listening.close()
    tell(reader.party, reader)
    mail_waiting(now=NOW)
    assert states_of(reader) == ["waiting"]


def test_after_three_days_of_failures_a_mail_is_given_up(reader, smtp):
    smtp().listening.close()
    tell(reader.party, reader)
    moment = NOW
    for _attempt in range(GIVE_UP_AFTER_ATTEMPTS):
        assert mail_waiting(now=moment) == 1
        moment = mails_of(reader)[0].due_at
    assert states_of(reader) == ["given-up"]
    assert mail_waiting(now=NOW + timedelta(days=90)) == 0
    assert timedelta(days=2) < moment - NOW < timedelta(days=4)


def test_pauses_grow_to_six_hours():
    minutes = [pause_after(attempt).total_seconds() / 60 for attempt in (1, 2, 3, 9, 10, 30)]
    assert minutes == [1, 2, 4, 256, 360, 360]


def test_without_a_server_mails_are_files_named_once(reader, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", FOLDER)
    monkeypatch.setattr(settings, "MAIL_FOLDER", str(tmp_path / "mail"))
    tell(reader.party, reader)
    mail_waiting(now=NOW)
    [file] = (tmp_path / "mail").iterdir()
    assert file.name == f"notification-{mails_of(reader)[0].notification_id}.eml"
    kept = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (kept["To"], kept["Subject"]) == (reader.account.email, "A requisition waits for you")


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("", MailServer()),
        ("a.backend.Of", MailServer(backend="a.backend.Of")),
        ("smtp://localhost", MailServer(SMTP, "localhost", 25)),
        (
            "smtp+tls://me%40here:p%2Fw@mail.example.org",
            MailServer(SMTP, "mail.example.org", 587, "me@here", "p/w", starttls=True),
        ),
        ("smtps://mail.example.org:4465", MailServer(SMTP, "mail.example.org", 4465, tls=True)),
    ],
)
def test_a_mail_server_is_named_by_one_address(text, server):
    assert mail_server(text) == server


@pytest.mark.parametrize("text", ["imap://mail.example.org", "smtp://"])
def test_what_names_no_mail_server_is_said(text):
    with pytest.raises(MailServerError):
        mail_server(text)
