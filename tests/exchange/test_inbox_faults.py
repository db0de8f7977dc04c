"""One bad inbox, or one bad file in it, does not stop the others."""

import pytest

from factories.exchange import NOW, a_trade, an_order_response, put_in
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.models import Message, Transmission
from samkop.exchange.transports import directory
from samkop.platform import actors
from samkop.platform.unit_of_work import reading

pytestmark = pytest.mark.usefixtures("database")


def states_of(trade):
    with reading(actors.person(1, "x", trade.buyer.pk)):
        found = Message.objects.filter(owner_id=trade.buyer.pk).order_by("id")
        return list(found.values_list("number", "state"))


def arrivals_of(trade):
    with reading(actors.person(1, "x", trade.buyer.pk)):
        return Transmission.objects.filter(owner_id=trade.buyer.pk).count()


@pytest.mark.parametrize("name", ["read", "quarantine"])
def test_a_file_in_the_place_of_a_folder_stops_its_inbox_alone(trade, tmp_path, name):
    other = a_trade(tmp_path)
    put_in(trade.inbox, name, b"a file where a folder should be")
    waiting = put_in(trade.inbox, "response.xml", an_order_response(trade))
    put_in(other.inbox, "response.xml", an_order_response(other))
    assert collect_inboxes(tmp_path, now=NOW) == 1
    assert states_of(other) == [("OR-4711", "accepted")]
    assert (waiting.exists(), arrivals_of(trade)) == (True, 0)
    (trade.inbox / name).unlink()
    assert collect_inboxes(tmp_path, now=NOW) == 1
    assert states_of(trade) == [("OR-4711", "accepted")]


def test_a_folder_of_the_files_name_does_not_keep_it_from_being_put_away(trade, tmp_path):
    (trade.inbox / "read" / "response.xml").mkdir(parents=True)
    path = put_in(trade.inbox, "response.xml", an_order_response(trade))
    assert collect_inboxes(tmp_path, now=NOW) == 1
    assert states_of(trade) == [("OR-4711", "accepted")]
    assert not path.exists()
    assert len([put for put in (trade.inbox / "read").iterdir() if put.is_file()]) == 1


def test_a_file_that_cannot_be_moved_does_not_stop_the_others(trade, tmp_path):
    other = a_trade(tmp_path)
    path = put_in(trade.inbox, "response.xml", an_order_response(trade))
    [arrival] = directory.arrivals(trade.inbox)
    read = trade.inbox / "read"
    (read / "response.xml").mkdir(parents=True)
    (read / f"{arrival.sha256[:8]}-response.xml").mkdir()
    put_in(trade.inbox, "second.xml", an_order_response(trade, "OR-4712"))
    put_in(other.inbox, "response.xml", an_order_response(other))
    assert collect_inboxes(tmp_path, now=NOW) == 2
    assert sorted(states_of(trade)) == [("OR-4711", "accepted"), ("OR-4712", "accepted")]
    assert states_of(other) == [("OR-4711", "accepted")]
    assert path.exists()
