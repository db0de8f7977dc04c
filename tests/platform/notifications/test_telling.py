"""Whoever is told reads it, alone; the words are made when they are read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError
from django.utils import translation

import samkop
from factories.notifications import FACTS, KIND, NOW, QUIET, a_reader, tell
from factories.parties import a_membership, a_municipality
from samkop.parties.models import Person
from samkop.parties.queries import standings_of
from samkop.platform import actors
from samkop.platform.models import Notification, NotificationMail
from samkop.platform.notifications.kinds import kinds, told
from samkop.platform.notifications.mailing import NOTIFIER
from samkop.platform.notifications.queries import notifications_of
from samkop.platform.notifications.usecases import (
    choose_deliveries,
    open_notification,
    read_all_notifications,
)
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def read_by(reader, **named):
    with reading(reader.actor):
        return list(notifications_of(reader.party.pk, reader.actor.person_id, **named))


def unread_of(reader):
    with reading(actors.person(reader.actor.person_id, "reader")):
        standings = standings_of(reader.actor.person_id, NOW)
    return {standing.party.pk: standing.unread for standing in standings}


def test_each_person_is_told_once_and_a_colleague_sees_nothing_of_it():
    told_one, colleague = a_reader(), None
    colleague = a_reader(told_one.party)
    tell(told_one.party, told_one, told_one)
    assert [(one.kind, one.facts, one.url) for one in read_by(told_one)] == [
        (KIND, FACTS, "/requisitions/17/")
    ]
    with reading(colleague.actor):
        assert Notification.objects.count() == 0


def test_the_party_itself_may_write_and_read_nothing():
    reader = a_reader()
    tell(reader.party, reader)
    with reading(actors.job("notices", reader.party.pk)):
        assert (Notification.objects.count(), NotificationMail.objects.count()) == (0, 0)


def test_nobody_is_told_for_a_party_that_is_not_acted_for():
    reader, other = a_reader(), a_municipality()
    with pytest.raises(DatabaseError):
        perform(
            actors.job("notices", other.pk), _tell_for, party_id=reader.party.pk,
            person_id=reader.actor.person_id,
        )  # fmt: skip
    assert read_by(reader) == []


def test_a_party_cannot_tell_anybody_who_is_no_member():
    stranger, other = a_reader(), a_municipality()
    with pytest.raises(IntegrityError, match="notification_to_member"):
        tell(other, stranger)


def test_nobody_is_led_to_another_site():
    reader = a_reader()
    for address in ("https://example.org/", "//example.org/", "/\\example.org/"):
        with pytest.raises(IntegrityError, match="notification_url_is_ours"):
            tell(reader.party, reader, url=address)


def test_a_kind_that_nobody_declared_is_a_fault_of_ours():
    reader = a_reader()
    with pytest.raises(KeyError):
        tell(reader.party, reader, kind="no-such-kind")


def test_the_words_are_in_the_language_of_who_reads_them():
    shown = {}
    for language in ("en", "sv"):
        with translation.override(language):
            shown[language] = told(KIND, FACTS)
    assert shown["en"].sentence == (
        "Ansökare asks for 2 × Telefon, together €1,234.50. Cost centre 1000 Skolorna."
    )
    assert "1\xa0234,50\xa0€" in shown["sv"].sentence
    assert shown["sv"].label != shown["en"].label


def test_a_fact_that_is_missing_is_shown_as_not_known():
    with translation.override("en"):
        assert told("order-confirmed", {"things": "1 × A", "promised_on": None}).sentence == (
            "1 × A from –, order –. Promised for: –."
        )


def test_opened_once_it_is_read_and_keeps_its_first_time():
    reader = a_reader()
    tell(reader.party, reader)
    [one] = read_by(reader)
    assert unread_of(reader) == {reader.party.pk: 1}
    assert (
        perform(reader.actor, open_notification, now=NOW, notification_id=one.pk)
        == "/requisitions/17/"
    )
    perform(reader.actor, open_notification, notification_id=one.pk)
    assert [one.read_at for one in read_by(reader)] == [NOW]
    assert unread_of(reader) == {reader.party.pk: 0}


def test_nobody_opens_what_another_was_told():
    reader = a_reader()
    colleague = a_reader(reader.party)
    tell(reader.party, reader)
    [one] = read_by(reader)
    with pytest.raises(Refused) as refused:
        perform(colleague.actor, open_notification, notification_id=one.pk)
    assert refused.value.code == "not-found"
    assert read_by(reader)[0].read_at is None


def test_all_are_read_up_to_the_newest_that_was_shown():
    reader = a_reader()
    for _ in range(3):
        tell(reader.party, reader)
    newest = read_by(reader)[0].pk
    tell(reader.party, reader)
    assert perform(reader.actor, read_all_notifications, newest=newest) == 3
    assert len(read_by(reader, unread=True)) == 1


def test_in_two_organisations_each_has_its_own_count():
    reader, other = a_reader(), a_municipality()
    with reading(reader.actor):
        person = Person.objects.get(id=reader.actor.person_id)
    a_membership(person, other)
    tell(reader.party, reader)
    tell(other, reader)
    tell(other, reader)
    assert unread_of(reader) == {reader.party.pk: 1, other.pk: 2}
    assert len(read_by(reader)) == 1


def test_a_kind_turned_off_is_neither_listed_nor_counted():
    reader = a_reader()
    tell(reader.party, reader)
    tell(reader.party, reader, kind=QUIET)
    perform(reader.actor, choose_deliveries, deliveries={KIND: "off"})
    assert [one.kind for one in read_by(reader)] == [QUIET]
    assert unread_of(reader) == {reader.party.pk: 1}


@pytest.mark.parametrize(
    ("deliveries", "code"),
    [({"no-such-kind": "off"}, "notification-kind-unknown"), ({KIND: "fax"}, "delivery-unknown")],
)
def test_a_choice_that_there_is_not_is_refused(deliveries, code):
    with pytest.raises(Refused) as refused:
        perform(a_reader().actor, choose_deliveries, deliveries=deliveries)
    assert refused.value.code == code


def test_what_a_mail_came_to_is_the_mailers_to_write_alone():
    reader = a_reader()
    tell(reader.party, reader)
    assert perform(reader.actor, _settle_own_mail) == 0
    with reading(NOTIFIER):
        [mail] = NotificationMail.objects.filter(person_id=reader.actor.person_id)
    assert mail.state == "waiting"


def test_every_kind_that_is_told_in_the_code_is_declared_and_used():
    """``notify(kind=…)`` with a literal, and every declared kind stands in some app's code."""
    source = Path(samkop.__file__).parent
    literals = set()
    for path in source.rglob("*.py"):
        if path.name != "notices.py" or "usecases" in path.parts:
            literals |= {
                node.value
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    assert set(kinds()) - literals == set()


def _tell_for(*, actor, now, party_id, person_id):
    from samkop.platform.notifications import notify

    notify(party_id=party_id, person_ids=[person_id], kind=KIND, subject="x:1", facts={}, url="/")


def _settle_own_mail(*, actor, now):
    return NotificationMail.objects.filter(person_id=actor.person_id).update(
        state="sent", settled_at=now
    )
