"""Device management hears which devices were prepared, once, and nobody else's machine does."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.test import override_settings

from factories.answers import let_facts_work
from factories.fleet import new_serials, received_devices
from factories.ordering import a_market
from factories.work import a_report, planned_work
from samkop.fleet.models import MdmEndpoint
from samkop.fleet.rules.webhooks import may_be_told, secret_of
from samkop.fleet.usecases.mdm import set_mdm_endpoint
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.site.wiring import FACTS

pytestmark = pytest.mark.usefixtures("database")


class StandIn(ThreadingHTTPServer):
    """A device management that answers as it is told to, and keeps what it heard."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Heard)
        self.answers, self.heard = [], []


class Heard(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 202)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_said):
        """Says nothing."""


@pytest.fixture
def management():
    server = StandIn()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    with override_settings(SAMKOP_WEBHOOK_HOSTS={f"127.0.0.1:{server.server_port}"}):
        yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_was_prepared_is_told_signed_and_again_until_it_is_answered(management):
    market = a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)
    buyer = market.buyers[0]
    (device,) = received_devices(market, *new_serials(1))
    url = f"http://127.0.0.1:{management.server_port}/devices"
    endpoint = perform(buyer.manager, set_mdm_endpoint, url=url)
    management.answers = [302]
    a_report(buyer, planned_work(buyer, [device], "staging"), "done", device.serial_number)
    let_facts_work()
    with reading(buyer.manager):
        first = MdmEndpoint.objects.get(owner=buyer.party)
        assert (first.last_status, len(management.heard)) == (302, 1)
    assert dispatch_waiting(FACTS, now=first.told_at + timedelta(minutes=1)) >= 1
    with reading(buyer.manager):
        assert MdmEndpoint.objects.get(owner=buyer.party).last_status == 202
    (before, body), (after, again) = management.heard
    assert (body, before["Idempotency-Key"]) == (again, after["Idempotency-Key"])
    secret = secret_of(settings.SECRET_KEY, buyer.party.pk, endpoint.salt)
    proof = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert before["X-Samkop-Signature"] == f"sha256={proof}"
    told = json.loads(body)
    assert (told["event"], [one["serial_number"] for one in told["devices"]]) == (
        "devices-staged", [device.serial_number],
    )  # fmt: skip


def test_an_address_inside_the_installations_own_network_is_refused(management):
    buyer = a_market().buyers[0]
    for url in ("http://mdm.example/", "https://127.0.0.1/", "https://[::1]/", "file:///etc", "x"):
        with pytest.raises(Refused) as refused:
            perform(buyer.manager, set_mdm_endpoint, url=url)
        assert refused.value.code == "address-not-allowed"
    with pytest.raises(Refused) as refused:
        perform(buyer.employee, set_mdm_endpoint, url="https://127.0.0.1/")
    assert refused.value.code == "not-allowed"


def test_by_https_to_the_public_network_or_to_an_allowed_host_and_nowhere_else():
    names = {"mdm.example": ["93.184.215.14"], "inside.example": ["93.184.215.14", "10.0.0.1"]}

    def told(url, *allowed):
        return may_be_told(url, allowed, lambda host: names.get(host, ()))

    assert told("https://mdm.example/devices")
    assert not told("http://mdm.example/devices")
    assert not told("https://inside.example/")
    assert not told("https://unknown.example/")
    assert not told("https://user:word@mdm.example/")
    assert not told("https://mdm.example:99999/")
    assert told("http://inside.example:8080/", "inside.example:8080")
    assert not told("http://inside.example:8081/", "inside.example:8080")
