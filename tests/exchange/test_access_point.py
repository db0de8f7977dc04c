"""Documents over the access point's HTTP API, with a stand-in of it that really listens."""

from __future__ import annotations

import json
import re
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import override_settings

from exchange.test_outbound import attempts_of, empty_the_queue, seen, send
from factories.exchange import DAY, NOW, an_endpoint, an_order, an_order_response
from factories.parties import a_supplier, an_actor
from samkop.core import edocs
from samkop.core.edocs.business_envelope import unwrap, wrap
from samkop.core.edocs.model import Identifier
from samkop.exchange.access_point import Resting, collect_deliveries
from samkop.exchange.models import Message
from samkop.exchange.queries import electronic_address, endpoint_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.transports.access_point import AccessPoint
from samkop.exchange.usecases.endpoints import reach_own_party
from samkop.exchange.vocabulary import MessageState
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
KEY = "s3cret"


class StandIn(BaseHTTPRequestHandler):
    """An access point of our own making: what it is handed, what waits at it, how it answers."""

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_any(self, method):
        point = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        point.asked.append((method, self.path, self.headers.get("Authorization")))
        if point.moved_to:
            self.send_response(307)
            self.send_header("Location", point.moved_to)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif point.status:
            self.answer(point.status, b"out of order")
        elif method == "POST":
            point.taken.setdefault(self.headers["Idempotency-Key"], body)
            self.answer(202)
        elif method == "DELETE":
            point.waiting.pop(self.path.rpartition("/")[2])
            self.answer(204)
        elif self.path == "/ap/inbox":
            self.answer(200, json.dumps({"documents": list(point.waiting)}).encode())
        elif (envelope := point.waiting[self.path.rpartition("/")[2]]) is None:
            self.answer(500)
        else:
            self.answer(200, envelope)

    def do_GET(self):
        self.handle_any("GET")

    def do_POST(self):
        self.handle_any("POST")

    def do_DELETE(self):
        self.handle_any("DELETE")

    def log_message(self, *_arguments):
        """Nothing: the tests look at what was asked."""


@pytest.fixture
def standing():
    server = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    server.asked, server.taken, server.waiting = [], {}, {}
    server.status, server.moved_to, server.resting = 0, "", Resting()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.point = AccessPoint(f"http://127.0.0.1:{server.server_address[1]}/ap", KEY)
    with override_settings(ACCESS_POINT={"url": server.point.url, "token": KEY}):
        yield server
    server.shutdown()
    server.server_close()


def by_network(party):
    administrator = an_actor(party, "administrator")
    with reading(administrator):
        endpoint = endpoint_of(party.pk)
    perform(administrator, reach_own_party, endpoint_id=endpoint.pk, transport="access-point")


def address(party):
    with reading(an_actor(party, "administrator")):
        return electronic_address(party.pk)


def put(standing, key, content, sender, receiver):
    standing.waiting[key] = wrap(
        content, sender=sender, receiver=receiver, instance=f"i-{key}", created=NOW, country="FI"
    )


def collect(standing, now=NOW):
    return collect_deliveries(standing.point, standing.resting, now=now)


def messages_of(party):
    with reading(an_actor(party, "buyer")):
        return list(Message.objects.filter(owner_id=party.pk, direction="in").order_by("id"))


def test_an_order_goes_to_the_network_in_its_envelope(trade, tmp_path, standing):
    empty_the_queue(tmp_path)
    by_network(trade.seller)
    content = edocs.write(an_order(trade))
    message = send(trade, content=content)
    transmit_waiting(tmp_path, now=NOW)
    [envelope] = standing.taken.values()
    opened = unwrap(envelope)
    assert (opened.sender, opened.receiver) == (address(trade.buyer), address(trade.seller))
    assert content.partition(b"?>")[2].strip() in envelope
    assert standing.asked == [("POST", "/ap/documents", f"Bearer {KEY}")]
    assert (seen(trade, message).state, attempts_of(trade, message)) == ("sent", [(1, "sent")])


def test_what_was_cut_off_goes_again_under_the_same_key(trade, tmp_path, standing):
    empty_the_queue(tmp_path)
    by_network(trade.seller)
    send(trade)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samkop.exchange.transmitting.perform", killed)
        with pytest.raises(KeyboardInterrupt):
            transmit_waiting(tmp_path, now=NOW)
    transmit_waiting(tmp_path, now=NOW + timedelta(minutes=1))
    assert [method for method, _path, _key in standing.asked] == ["POST", "POST"]
    assert len(standing.taken) == 1


def killed(*_arguments, **_named):
    raise KeyboardInterrupt


def test_an_access_point_out_of_order_is_tried_again_and_its_words_are_kept(
    trade, tmp_path, standing
):
    empty_the_queue(tmp_path)
    by_network(trade.seller)
    message = send(trade)
    standing.status = 503
    transmit_waiting(tmp_path, now=NOW)
    failed = seen(trade, message)
    assert (failed.state, failed.fault_code) == ("waiting", "transport-failed")
    assert failed.faults[0]["values"]["reason"] == "503 Service Unavailable: out of order"
    standing.status = 0
    transmit_waiting(tmp_path, now=NOW + timedelta(minutes=1))
    assert attempts_of(trade, message) == [(1, "failed"), (2, "sent")]


def test_the_key_never_follows_a_redirect(trade, tmp_path, standing):
    empty_the_queue(tmp_path)
    by_network(trade.seller)
    message = send(trade)
    standing.moved_to = f"{standing.point.url}/elsewhere"
    transmit_waiting(tmp_path, now=NOW)
    assert [path for _method, path, _key in standing.asked] == ["/ap/documents"]
    assert seen(trade, message).fault_code == "transport-failed"


def test_the_key_never_goes_unencrypted_over_a_network(trade, tmp_path):
    empty_the_queue(tmp_path)
    with override_settings(ACCESS_POINT={"url": "http://ap.example.org", "token": KEY}):
        by_network(trade.seller)
        message = send(trade)
        transmit_waiting(tmp_path, now=NOW)
    assert re.search("https://", seen(trade, message).faults[0]["values"]["reason"])


def test_the_way_is_offered_only_where_there_is_an_access_point(trade):
    with pytest.raises(Refused) as refused:
        by_network(trade.seller)
    assert refused.value.code == "no-access-point"


def test_what_waits_is_stored_confirmed_and_read(trade, standing):
    response = an_order_response(trade)
    put(standing, "d1", response, address(trade.seller), address(trade.buyer))
    assert collect(standing) == 1
    assert standing.waiting == {}
    [message] = messages_of(trade.buyer)
    assert (message.state, message.document_type) == (MessageState.ACCEPTED, "order-response")
    assert (message.transport, message.file_name) == ("access-point", "i-d1.xml")
    assert message.issue_date == DAY


def test_killed_before_it_confirmed_it_fetches_again_and_stores_nothing_twice(trade, standing):
    put(standing, "d1", an_order_response(trade), address(trade.seller), address(trade.buyer))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samkop.exchange.transports.access_point.confirm", killed)
        with pytest.raises(KeyboardInterrupt):
            collect(standing)
    assert len(standing.waiting) == 1
    assert collect(standing) == 1
    assert [message.state for message in messages_of(trade.buyer)] == [MessageState.ACCEPTED]


def test_a_document_that_names_another_sender_than_the_network_does_is_set_aside(trade, standing):
    other = a_supplier()
    an_endpoint(other)
    put(
        standing, "d1", an_order_response(trade), address(other),
        address(trade.buyer),
    )  # fmt: skip
    collect(standing)
    [message] = messages_of(trade.buyer)
    assert (message.state, message.fault_code) == (MessageState.QUARANTINED, "other-sender")


def test_the_same_bytes_from_the_right_sender_are_read_after_all(trade, standing):
    other = a_supplier()
    an_endpoint(other)
    response = an_order_response(trade)
    put(standing, "d1", response, address(other), address(trade.buyer))
    collect(standing)
    put(standing, "d2", response, address(trade.seller), address(trade.buyer))
    collect(standing)
    [message] = messages_of(trade.buyer)
    assert (message.state, message.fault_code) == (MessageState.ACCEPTED, "")


def test_one_that_cannot_be_had_stops_none_of_the_others(trade, standing):
    standing.waiting["d1"] = None
    put(standing, "d2", an_order_response(trade), address(trade.seller), address(trade.buyer))
    assert collect(standing) == 1
    assert list(standing.waiting) == ["d1"]


def test_what_is_for_nobody_here_stays_at_the_access_point_and_stops_nothing(trade, standing):
    stranger = Identifier("003701241371", "0216")
    put(standing, "d1", an_order_response(trade), address(trade.seller), stranger)
    standing.waiting["d2"] = b"no envelope"
    put(standing, "d3", an_order_response(trade), address(trade.seller), address(trade.buyer))
    assert collect(standing) == 1
    assert sorted(standing.waiting) == ["d1", "d2"]


def test_what_stays_there_is_fetched_again_after_growing_pauses_only(trade, standing):
    stranger = Identifier("003701241371", "0216")
    put(standing, "d1", an_order_response(trade), address(trade.seller), stranger)
    fetched = []
    for seconds in range(0, 60, 5):
        standing.asked.clear()
        collect(standing, NOW + timedelta(seconds=seconds))
        if ("GET", "/ap/inbox/d1", f"Bearer {KEY}") in standing.asked:
            fetched.append(seconds)
    assert fetched == [0, 5, 15, 35]


def test_a_delivery_that_went_and_came_again_is_fetched_at_once(trade, standing):
    standing.waiting["d1"] = b"no envelope"
    collect(standing)
    del standing.waiting["d1"]
    collect(standing)
    put(standing, "d1", an_order_response(trade), address(trade.seller), address(trade.buyer))
    assert collect(standing) == 1


def test_an_access_point_that_is_away_stops_nothing(standing):
    standing.status = 500
    assert collect(standing) == 0
