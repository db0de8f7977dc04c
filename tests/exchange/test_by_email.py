"""Documents by e-mail: chosen by the receiver, readable without a system, sent once."""

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse

from exchange.test_outbound import attempts_of, empty_the_queue, seen, send
from exchange.test_pages import signed_in
from factories.exchange import NOW, an_order
from factories.parties import a_municipality, a_supplier, an_actor
from samkop.core import edocs
from samkop.exchange.printing import printed
from samkop.exchange.queries import endpoint_of, folder_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.exchange.usecases.endpoints import reach_own_party, register_own_endpoint
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
MAILBOX = "order@leverans.example"


@pytest.fixture
def outbox():
    mail.outbox = []
    return mail.outbox


def endpoint(party):
    with reading(an_actor(party, "administrator")):
        return endpoint_of(party.pk)


def by_mail(party, mailbox=MAILBOX, role="administrator"):
    return perform(
        an_actor(party, role), reach_own_party, endpoint_id=endpoint(party).pk,
        transport="email", mailbox=mailbox,
    )  # fmt: skip


def test_an_order_comes_as_a_pdf_and_as_the_very_document(trade, tmp_path, outbox):
    empty_the_queue(tmp_path)
    by_mail(trade.seller)
    content = edocs.write(an_order(trade))
    message = send(trade, content=content)
    transmit_waiting(tmp_path, now=NOW)
    [letter] = outbox
    assert letter.to == [MAILBOX]
    assert letter.subject == f"Tilaus 4711, lähettäjä {trade.buyer.legal_name}"
    assert reverse("message", args=[message.pk]) in letter.body
    (pdf_name, pdf, pdf_type), (xml_name, xml, xml_type) = letter.attachments
    assert (pdf_name, pdf_type, pdf[:5]) == ("order-4711.pdf", "application/pdf", b"%PDF-")
    assert (xml_name, xml_type, xml) == ("order-4711.xml", "application/xml", content)
    assert (seen(trade, message).state, attempts_of(trade, message)) == ("sent", [(1, "sent")])
    assert not trade.outbox.exists()


def test_an_attempt_that_was_cut_off_goes_again_under_the_same_message_id(trade, tmp_path, outbox):
    empty_the_queue(tmp_path)
    by_mail(trade.seller)
    send(trade)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("samkop.exchange.transmitting.perform", killed)
        with pytest.raises(KeyboardInterrupt):
            transmit_waiting(tmp_path, now=NOW)
    transmit_waiting(tmp_path, now=NOW + timedelta(minutes=1))
    first, again = (letter.extra_headers["Message-ID"] for letter in outbox)
    assert first == again


def killed(*_arguments, **_named):
    raise KeyboardInterrupt


@override_settings(EMAIL_BACKEND="exchange.test_by_email.Refusing")
def test_a_server_that_takes_no_mail_is_tried_again(trade, tmp_path):
    empty_the_queue(tmp_path)
    by_mail(trade.seller)
    message = send(trade)
    transmit_waiting(tmp_path, now=NOW)
    waiting = seen(trade, message)
    assert (waiting.state, waiting.fault_code) == ("waiting", "transport-failed")
    assert waiting.next_attempt_at == NOW + timedelta(seconds=5)


class Refusing:
    """A mail server that is full."""

    def __init__(self, **_options):
        """As Django makes it."""

    def send_messages(self, _messages):
        """Says what such a server says."""
        raise smtplib.SMTPDataError(452, b"Insufficient system storage")


def test_the_words_of_a_document_are_no_commands_of_the_page(trade):
    order = an_order(trade, '#panic("no") $ \\ "#sys.inputs"')
    assert printed(order, "sv")[:5] == b"%PDF-"


def test_all_lines_are_printed(trade):
    pages = [
        int(re.findall(rb"/Type/Pages/Count (\d+)", printed(order, "en"))[0])
        for order in (an_order(trade, "1", 1), an_order(trade, "2", *[1] * 300))
    ]
    assert pages == [1, 7]


@pytest.mark.parametrize(
    "mailbox", ["", "nobody", "a@b.example, c@d.example", "Å@b.example", "a@b.example\nBcc: c@d.e"]
)
def test_what_is_no_mailbox_is_refused(mailbox):
    party = a_supplier()
    perform(an_actor(party, "administrator"), register_own_endpoint)
    with pytest.raises(Refused) as refused:
        by_mail(party, mailbox)
    assert refused.value.code == "mailbox-invalid"
    assert endpoint(party).transport == "directory"


def test_only_administrators_choose_the_way_and_only_of_their_own_address():
    party, other = a_supplier(), a_municipality()
    for one in (party, other):
        perform(an_actor(one, "administrator"), register_own_endpoint)
    with pytest.raises(Refused) as refused:
        by_mail(party, role="salesperson")
    assert refused.value.code == "not-allowed"
    with pytest.raises(Refused) as refused:
        perform(
            an_actor(other, "administrator"), reach_own_party, transport="email",
            endpoint_id=endpoint(party).pk, mailbox=MAILBOX,
        )  # fmt: skip
    assert refused.value.code == "not-found"


def test_back_to_the_folder_it_is_the_folder_of_before():
    party = a_supplier()
    perform(an_actor(party, "administrator"), register_own_endpoint)
    before = endpoint(party).address
    by_mail(party)
    with reading(an_actor(party, "administrator")):
        assert folder_of(party.pk) is None
    perform(
        an_actor(party, "administrator"), reach_own_party, endpoint_id=endpoint(party).pk,
        transport="directory",
    )  # fmt: skip
    assert endpoint(party).address == before


def test_the_way_is_chosen_on_a_page_which_says_what_is_wrong():
    party = a_supplier()
    perform(an_actor(party, "administrator"), register_own_endpoint)
    client, place = signed_in(party, "administrator"), [endpoint(party).pk]
    assert reverse("endpoint-way", args=place) in client.get(reverse("endpoints")).content.decode()
    wrong = client.post(
        reverse("reach-endpoint", args=place), {"transport": "email", "mailbox": "nobody"}
    )
    assert (wrong.status_code, "nobody" in wrong.content.decode()) == (422, True)
    done = client.post(
        reverse("reach-endpoint", args=place), {"transport": "email", "mailbox": MAILBOX}
    )
    assert (done.status_code, endpoint(party).address) == (303, MAILBOX)
    assert MAILBOX in client.get(reverse("endpoint-way", args=place)).content.decode()
