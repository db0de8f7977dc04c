"""The bell, the list and the choices, as a person clicks through them."""

from __future__ import annotations

import pytest

from browser_ground import a_client, queries_of
from factories.notifications import KIND, QUIET, a_reader, tell
from factories.parties import a_membership, a_municipality
from samkop.parties.models import Person
from samkop.platform.models import Notification, NotificationChoice
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database", "pages")


def own(reader):
    with reading(reader.actor):
        return list(Notification.objects.order_by("id"))


def test_the_list_needs_the_same_queries_for_1_and_30_rows():
    reader = a_reader()
    client = a_client(reader.account)
    tell(reader.party, reader)
    one, _ = queries_of(client, "/notifications/")
    for _ in range(29):
        tell(reader.party, reader)
    thirty, shown = queries_of(client, "/notifications/")
    assert (one, thirty) == (6, 6)
    assert shown.count('class="told-new"') == 30
    assert '<span class="count">30</span>' in shown


def test_a_click_marks_as_read_and_leads_on():
    reader = a_reader()
    client = a_client(reader.account)
    tell(reader.party, reader, url="/settings/")
    [one] = own(reader)
    answer = client.post(f"/notifications/{one.pk}/open/")
    assert (answer.status_code, answer["location"]) == (303, "/settings/")
    assert own(reader)[0].read_at is not None
    assert "You have read everything" in client.get("/notifications/?show=unread").content.decode()


def test_nobody_opens_anothers():
    reader = a_reader()
    colleague = a_reader(reader.party)
    tell(reader.party, reader)
    [one] = own(reader)
    assert a_client(colleague.account).post(f"/notifications/{one.pk}/open/").status_code == 404
    assert own(reader)[0].read_at is None


def test_all_are_marked_at_once():
    reader = a_reader()
    tell(reader.party, reader)
    tell(reader.party, reader)
    newest = own(reader)[-1].pk
    a_client(reader.account).post("/notifications/read/", {"newest": newest})
    assert [one.read_at is None for one in own(reader)] == [False, False]


def test_older_ones_are_on_further_pages():
    reader = a_reader()
    for _ in range(51):
        tell(reader.party, reader)
    client = a_client(reader.account)
    first = client.get("/notifications/").content.decode()
    oldest_shown = own(reader)[1].pk
    assert f"after={oldest_shown}" in first
    second = client.get(f"/notifications/?after={oldest_shown}").content.decode()
    assert (first.count("/open/"), second.count("/open/")) == (50, 1)


def test_another_organisation_with_news_is_named():
    reader, other = a_reader(), a_municipality("Annanby")
    with reading(reader.actor):
        person = Person.objects.get(id=reader.actor.person_id)
    a_membership(person, other)
    tell(other, reader)
    shown = a_client(reader.account).get("/notifications/").content.decode()
    assert "One unread notification in Annanby" in shown


def test_choices_are_kept_and_shown_again():
    reader = a_reader()
    client = a_client(reader.account)
    client.post("/settings/notifications/choose/", {f"kind-{KIND}": "digest"})
    with reading(reader.actor):
        kept = list(NotificationChoice.objects.values_list("kind", "delivery"))
    assert kept == [(KIND, "digest")]
    # Back to what it usually is: kept as a choice of one's own, not forgotten.
    client.post("/settings/notifications/choose/", {f"kind-{KIND}": "at-once"})
    with reading(reader.actor):
        assert NotificationChoice.objects.get().delivery == "at-once"


@pytest.mark.parametrize("posted", [{"kind-none": "off"}, {f"kind-{QUIET}": "fax"}])
def test_a_choice_that_there_is_not_is_refused(posted):
    client = a_client(a_reader().account)
    assert client.post("/settings/notifications/choose/", posted).status_code == 422
