"""The simulated suppliers' whole conversation: goods, invoices, changes, and what goes wrong."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.exchange import DAY, an_order, side_in_response, side_of
from factories.suppliers import inboxes, lived, suppliers, taken_out
from samkop.core import edocs
from samkop.core.billing.paying import is_iban
from samkop.core.edocs.model import (
    Address,
    Clarification,
    Identifier,
    Item,
    LegalEntity,
    OrderChangeLine,
    OrderLine,
    Price,
    Quantity,
)
from samkop.core.edocs.model import Party as Side
from samkop.core.identifiers import is_gs1_key
from samkop.site.simulator.answering import Mode, answer
from samkop.site.simulator.billing import invoice_of, tax_of
from samkop.site.simulator.conversation import Conversation
from samkop.site.simulator.goods import Cut, Wishes, shipments_of
from samkop.site.simulator.invoicing import Way, charges_of, way_of
from samkop.site.simulator.misbehaviour import (
    BEFALLS,
    MIXED,
    Habits,
    Misbehaviour,
    UnknownHabitError,
    shares_of,
)
from samkop.site.simulator.pace import Pace
from samkop.site.simulator.suppliers import Suppliers

EACH, END, HALVES, WEEKLY = Way.EACH, Way.END, Way.HALVES, Way.WEEKLY


BUYER = Side(
    endpoint=Identifier("003701120389", "0216"),
    address=Address(country="FI"),
    legal_entity=LegalEntity("A town"),
)
SELLER = replace(BUYER, endpoint=Identifier("5560360793", "0007"))


def a_plain_order(*quantities):
    """An order without a database behind it."""
    lines = tuple(
        OrderLine(str(place), Quantity(Decimal(count), "C62"), Item(name="Phone", sellers_id="P"),
                  Price(Decimal("299.00")))
        for place, count in enumerate(quantities, start=1)
    )  # fmt: skip
    return edocs.Order("1", DAY, "EUR", BUYER, SELLER, lines)


def put(trade, document):
    trade.outbox.mkdir(parents=True, exist_ok=True)
    path = trade.outbox / f"{document.kind}-{document.id}.xml"
    path.write_bytes(edocs.write(document))


def billed(trade, way, *quantities, first=1):
    """An order that its supplier bills in this way."""
    numbers = (str(number) for number in range(first, 10_000))
    found = (an_order(trade, number, *quantities) for number in numbers)
    return next(order for order in found if way_of(order, 1) is way)


def of_kind(lines, kind):
    return [line for line in lines if line.get("kind") == kind and line["what"] == "sent"]


def documents(trade, kind):
    found = taken_out(trade.inbox.parent.parent)
    return [document for name, document in found.items() if name.startswith(f"{kind}-")]


def test_goods_follow_the_promise_and_the_invoice_follows_the_goods(trade, tmp_path):
    order = billed(trade, EACH, 2, 30)
    put(trade, order)
    lines = lived(suppliers(tmp_path))
    assert [(line["what"], line.get("kind")) for line in lines] == [
        ("heard", "order"),
        ("sent", "order-response"),
        ("left", None),
        ("sent", "despatch-advice"),
        ("sent", "invoice"),
    ]
    [response], [advice], [invoice] = (
        documents(trade, kind) for kind in ("order-response", "despatch-advice", "invoice")
    )
    promised = response.promised_delivery.start_date
    assert advice.shipment.estimated_delivery.start_date == promised
    assert (advice.issue_date, invoice.delivery.actual_date) == (
        promised - timedelta(days=1), promised,
    )  # fmt: skip
    assert invoice.issue_date > advice.issue_date
    # By hand: 32 at 299.00.
    assert invoice.totals.line_extension_amount == Decimal("9568.00")
    assert (invoice.order_reference, invoice.despatch_reference) == (order.id, advice.id)
    assert [line.order_line for line in invoice.lines] == ["1", "2"]


def test_serial_numbers_and_boxes_are_each_ones_own_and_those_that_really_come(trade, tmp_path):
    put(trade, an_order(trade, "1", 25, 2))
    put(trade, an_order(trade, "2", 3))
    lines = lived(suppliers(tmp_path))
    advices = documents(trade, "despatch-advice")
    announced = [serial for a in advices for line in a.lines for serial in line.serial_numbers]
    marks = [unit.id.value for a in advices for line in a.lines for unit in line.handling_units]
    assert (len(announced), len(set(announced))) == (30, 30)
    # 25 pieces fill two boxes of 20.
    assert (len(marks), len(set(marks))) == (4, 4)
    assert all(len(mark) == 18 and is_gs1_key(mark) for mark in marks)
    real = [
        serial for line in lines if line["what"] == "left" for one in line["lines"]
        for serial in one["serials"]
    ]  # fmt: skip
    assert sorted(real) == sorted(announced)


def test_what_costs_little_has_no_serial_number(trade):
    order = an_order(trade, "1", 2)
    cheap = replace(
        order.lines[0], price=Price(Decimal("9.00")), line_extension_amount=Decimal("18.00")
    )
    order = replace(order, lines=(cheap,))
    [shipment] = shipments_of(order, answer(order, Mode.FULL, 1).response, Habits(), 1)
    assert shipment.lines[0].announced == ()


def test_in_part_the_rest_comes_later_and_is_outstanding_until_then(trade, tmp_path):
    put(trade, an_order(trade, "1", 7))
    lived(suppliers(tmp_path, mode=Mode.PART))
    first, rest = documents(trade, "despatch-advice")
    [one], [other] = first.lines, rest.lines
    assert (one.delivered.value, one.outstanding.value) == (Decimal(3), Decimal(4))
    assert (other.delivered.value, other.outstanding) == (Decimal(4), None)


@pytest.mark.parametrize("mode", [Mode.REFUSAL, Mode.SUBSTITUTE])
def test_nothing_comes_of_what_was_refused_or_waits_for_consent(trade, tmp_path, mode):
    put(trade, an_order(trade, "1", 2))
    lines = lived(suppliers(tmp_path, mode=mode))
    assert [line.get("kind") for line in lines] == ["order", "order-response"]


def test_an_order_is_billed_at_the_end_in_halves_or_with_the_others_of_the_week(trade, tmp_path):
    orders = [billed(trade, END, 7), billed(trade, HALVES, 7), billed(trade, WEEKLY, 7)]
    orders.append(billed(trade, WEEKLY, 2, first=int(orders[2].id) + 1))
    for order in orders:
        put(trade, order)
    lines = lived(suppliers(tmp_path, mode=Mode.PART), 100)
    billed_lines = [
        (line["order"], Decimal(line["quantity"]))
        for sent in of_kind(lines, "invoice")
        for line in sent["means"]["lines"]
    ]
    by_order = {
        order.id: sorted(count for number, count in billed_lines if number == order.id)
        for order in orders
    }
    # In part: three now and four later; in halves: one and two, two and two.
    assert by_order[orders[0].id] == [3, 4]
    assert by_order[orders[1].id] == [1, 2, 2, 2]
    assert by_order[orders[2].id] == [3, 4]
    weekly = [found for found in documents(trade, "invoice") if "-W-" in found.id]
    assert {found.issue_date.weekday() for found in weekly} == {4}
    named = {
        line.document.id if line.document else found.order_reference
        for found in weekly
        for line in found.lines
    }
    assert named == {orders[2].id, orders[3].id}


def test_tax_is_that_of_the_sellers_country_on_the_day_and_none_to_another(trade):
    order = an_order(trade)
    seller, buyer = order.seller, order.buyer
    finnish = replace(order, seller=replace(seller, address=replace(seller.address, country="FI")))
    finnish = replace(finnish, buyer=replace(buyer, address=replace(buyer.address, country="FI")))
    swedish = replace(
        finnish, seller=replace(seller, address=replace(seller.address, country="SE"))
    )
    assert [tax_of(finnish, day).percent for day in (date(2024, 8, 31), date(2024, 9, 1))] == [
        Decimal(24), Decimal("25.5"),
    ]  # fmt: skip
    assert (tax_of(swedish, DAY).id, tax_of(swedish, DAY).percent) == ("K", 0)
    home = replace(swedish, buyer=replace(buyer, address=replace(buyer.address, country="SE")))
    assert (tax_of(home, DAY).id, tax_of(home, DAY).percent) == ("S", 25)


def the(sent, kind, fate="taken"):
    return next(line for line in sent if (line["kind"], line["fate"]) == (kind, fate))


def days_late(sent, kind, day):
    return (date.fromisoformat(the(sent, kind)["day"]) - day).days


def differs(sent):
    """What a wrong invoice means otherwise; None where it is right, no name: a reference."""
    means = the(sent, "invoice")["means"]
    if "right" not in means:
        return None
    wrong, right = dict(means), means["right"]
    lines = {
        name for one, other in zip(wrong["lines"], right["lines"], strict=True)
        for name in one if one[name] != other[name]
    }  # fmt: skip
    return lines | {name for name in right if name != "lines" and wrong[name] != right[name]}


def announced_and_there(sent, left):
    """The serial numbers of the advice, and those that are in the boxes."""
    told = the(sent, "despatch-advice")["means"]["lines"][0]["serials"]
    return set(told), set(left[0]["lines"][0]["serials"])


def kinds_of(sent):
    return [line["kind"] for line in sent if line["fate"] == "taken"]


def before(first, second):
    return lambda sent, _left: kinds_of(sent).index(first) < kinds_of(sent).index(second)


def set_aside(fault):
    """A file that has to be set aside as such comes beside the right one."""
    return lambda sent, _left: {
        line["fault"] for line in sent if line["fate"] == "quarantined"
    } == {fault}  # fmt: skip


def comes_twice(names):
    """Under so many names the same despatch advice comes."""

    def seen(sent, _left):
        same = [one for one in sent if one["kind"] == "despatch-advice"]
        said = [len({one[what] for one in same}) for what in ("file", "sha256")]
        return (len(same), *said) == (2, names, 1)

    return seen


# What is seen of each way, in the ledger's lines of files and of goods.
SHOWN = {
    Misbehaviour.DOUBLED: comes_twice(1),
    Misbehaviour.RENAMED: comes_twice(2),
    Misbehaviour.DELAYED: lambda sent, _left: days_late(sent, "order-response", DAY) >= 3,
    Misbehaviour.DESPATCH_FIRST: before("despatch-advice", "order-response"),
    Misbehaviour.INVOICE_FIRST: before("invoice", "despatch-advice"),
    Misbehaviour.TRUNCATED: set_aside("unreadable"),
    Misbehaviour.RULE_BREAKING: set_aside("unreadable"),
    Misbehaviour.CONFLICT: set_aside("conflict"),
    Misbehaviour.UNKNOWN_ORDER: set_aside("order-unknown"),
    Misbehaviour.NO_ORDER_REFERENCE: lambda sent, _left: differs(sent) == set(),
    Misbehaviour.WRONG_PRICE: lambda sent, _left: (
        differs(sent) == {"price", "net", "vat", "payable"}
    ),
    Misbehaviour.WRONG_QUANTITY: lambda sent, _left: (
        differs(sent) == {"quantity", "net", "vat", "payable"}
    ),
    Misbehaviour.WRONG_VAT: lambda sent, _left: differs(sent) == {"rate", "vat", "payable"},
    Misbehaviour.WRONG_CURRENCY: lambda sent, _left: differs(sent) == {"currency"},
    Misbehaviour.IN_PART: lambda sent, left: (
        kinds_of(sent).count("despatch-advice") == len(left) == 2
    ),
    Misbehaviour.LATE: lambda sent, _left: days_late(sent, "despatch-advice", DAY) >= 10,
    Misbehaviour.SUBSTITUTE: lambda sent, _left: the(sent, "despatch-advice")["means"]["lines"][0][
        "item"
    ].endswith("-2"),
    Misbehaviour.OVER_DELIVERY: lambda _sent, left: left[0]["lines"][0]["quantity"] == "4",
    Misbehaviour.OTHER_SERIALS: lambda sent, left: (
        not set.intersection(*announced_and_there(sent, left))
    ),
    Misbehaviour.DOUBLED_SERIALS: set_aside("serial-expected-twice"),
}


@pytest.mark.parametrize("wrong", [None, *Misbehaviour])
def test_each_way_to_go_wrong_happens_and_every_document_else_is_valid(trade, tmp_path, wrong):
    put(trade, billed(trade, EACH if wrong else WEEKLY, 3, 1))
    lines = lived(suppliers(tmp_path, wrong))
    sent = [line for line in lines if line["what"] == "sent"]
    found = taken_out(trade.inbox.parent.parent)
    unreadable = {name for name, document in found.items() if isinstance(document, edocs.Faults)}
    spoilt = [line for line in sent if line["fault"] == "unreadable"]
    assert len(found) == len(sent)
    assert len(unreadable) == len(spoilt)
    befallen = {line["kind"] for line in sent if line["misbehaviour"] == wrong}
    assert befallen <= (BEFALLS[wrong] if wrong else set())
    assert bool(befallen) == bool(wrong)
    for document in found.values():
        if not isinstance(document, edocs.Faults):
            assert edocs.validate(edocs.write(document)).faults == ()
    left = [line for line in lines if line["what"] == "left"]
    shown = {name for name, seen in SHOWN.items() if wrong in {None, name} and seen(sent, left)}
    assert shown == ({wrong} if wrong else set())
    assert set(SHOWN) == set(Misbehaviour)


def test_doubled_is_the_same_file_renamed_is_the_same_content(trade, tmp_path):
    put(trade, billed(trade, EACH, 2))
    for wrong, names in ((Misbehaviour.DOUBLED, 1), (Misbehaviour.RENAMED, 2)):
        data = tmp_path / wrong
        (data / "exchange").mkdir(parents=True)
        (data / "exchange" / trade.outbox.parent.name).symlink_to(trade.outbox.parent)
        sent = of_kind(lived(suppliers(data, wrong)), "order-response")
        assert len({line["sha256"] for line in sent}) == 1
        assert len({line["file"] for line in sent}) == names
        assert [line["fate"] for line in sent] == ["taken", "known"]


def test_a_file_is_not_sent_twice_while_the_first_lies_there_still(trade, tmp_path):
    put(trade, an_order(trade))
    actors = suppliers(tmp_path, Misbehaviour.TRUNCATED)
    assert len(of_kind(actors.play(DAY + timedelta(days=50)), "order-response")) == 1
    noticed = DAY + timedelta(days=55)
    assert of_kind(actors.play(noticed), "order-response") == []
    for path in list(inboxes(actors.exchange)):
        path.unlink()
    assert len(of_kind(actors.play(noticed), "order-response")) == 1


@pytest.mark.parametrize(
    ("wrong", "first", "second"),
    [
        (Misbehaviour.DESPATCH_FIRST, "despatch-advice", "order-response"),
        (Misbehaviour.INVOICE_FIRST, "invoice", "despatch-advice"),
    ],
)
def test_out_of_order_one_document_overtakes_another(trade, tmp_path, wrong, first, second):
    put(trade, billed(trade, EACH, 2))
    kinds = [line["kind"] for line in lived(suppliers(tmp_path, wrong)) if line["what"] == "sent"]
    assert kinds.index(first) < kinds.index(second)


def the_bill(trade, wrong, *quantities):
    order = billed(trade, EACH, *quantities)
    habits = Habits(Mode.FULL, {wrong: 100})
    shipments = shipments_of(order, answer(order, Mode.FULL, 1).response, habits, 1)
    [charge] = charges_of(order, shipments, habits, 1)
    return charge


def test_a_wrong_invoice_is_wrong_in_one_thing(trade):
    dearer = the_bill(trade, Misbehaviour.WRONG_PRICE, 2, 1)
    assert [line.price for line in dearer.sent.lines] == [Decimal("328.90"), Decimal("299.00")]
    more = the_bill(trade, Misbehaviour.WRONG_QUANTITY, 2, 1)
    assert [line.quantity for line in more.sent.lines] == [3, 1]
    tax = the_bill(trade, Misbehaviour.WRONG_VAT, 2)
    assert tax.sent.net == tax.right.net
    assert tax.sent.vat != tax.right.vat
    assert the_bill(trade, Misbehaviour.WRONG_CURRENCY, 2).sent.currency == "SEK"
    assert not the_bill(trade, Misbehaviour.DOUBLED, 2).is_wrong


def test_goods_go_wrong_in_the_boxes_or_in_what_was_announced(trade):
    def first_line(wrong, quantity=3):
        order = an_order(trade, "1", quantity)
        response = answer(order, Mode.FULL, 1).response
        return shipments_of(order, response, Habits(Mode.FULL, {wrong: 100}), 1)[0].lines[0]

    assert first_line(Misbehaviour.OVER_DELIVERY).quantity == 4
    assert first_line(Misbehaviour.SUBSTITUTE).item.sellers_id == "P-1-2"
    other = first_line(Misbehaviour.OTHER_SERIALS)
    assert set(other.serials) & set(other.announced) == set()
    doubled = first_line(Misbehaviour.DOUBLED_SERIALS)
    assert (len(set(doubled.announced)), len(set(doubled.serials))) == (2, 3)
    assert first_line(Misbehaviour.IN_PART).outstanding == 2
    assert first_line(Misbehaviour.LATE).quantity == 3


def test_late_is_later_than_promised(trade):
    order = an_order(trade, "1", 3)
    response = answer(order, Mode.FULL, 1).response
    [late] = shipments_of(order, response, Habits(Mode.FULL, {Misbehaviour.LATE: 100}), 1)
    assert (late.arrives - response.promised_delivery.start_date).days >= 8


def a_cancellation(trade, order):
    return edocs.OrderCancellation(
        id="C-1", issue_date=DAY, cancellation_note="Not needed any more.",
        order_reference=order.id, buyer=side_of(trade.buyer), seller=side_of(trade.seller),
    )  # fmt: skip


def test_a_cancellation_is_agreed_to_until_the_goods_have_left(trade, tmp_path):
    soon, late = an_order(trade, "1", 2), an_order(trade, "2", 2)
    for order in (soon, late):
        put(trade, order)
    actors = suppliers(tmp_path)
    lived(actors, 1)
    put(trade, a_cancellation(trade, soon))
    lived(actors, 15)
    put(trade, replace(a_cancellation(trade, late), id="C-2"))
    lines = lived(actors, 60)
    answers = {found.id: found for found in documents(trade, "order-response-advanced")}
    assert {number: found.response_code for number, found in answers.items()} == {
        "OR-C-1": "AP", "OR-C-2": "RE",
    }  # fmt: skip
    assert {found.order_references for found in documents(trade, "despatch-advice")} == {("2",)}
    assert [line["means"]["order"] for line in of_kind(lines, "order-response-advanced")] == ["2"]


def test_a_change_takes_off_what_has_not_left_and_is_refused_for_more(trade, tmp_path):
    order = an_order(trade, "1", 6, 2)
    put(trade, order)
    actors = suppliers(tmp_path)
    lived(actors, 1)
    lines = tuple(
        OrderChangeLine(
            line.id, "3", Quantity(Decimal(wanted), "C62"), Item(name="Phone"), line.price,
            Decimal("299.00") * wanted,
        )
        for line, wanted in zip(order.lines, (4, 5), strict=True)
    )  # fmt: skip
    total = Decimal("299.00") * 9
    change = edocs.OrderChange(
        id="CH-1", issue_date=DAY, sequence_number="1", currency="EUR", order_reference="1",
        buyer=order.buyer, seller=order.seller, lines=lines, validity_end=order.validity_end,
        delivery=order.delivery,
        totals=replace(order.totals, line_extension_amount=total, payable_amount=total),
    )  # fmt: skip
    put(trade, change)
    lived(actors, 60)
    [told] = documents(trade, "order-response-advanced")
    assert (told.response_code, told.order_change_reference) == ("CA", "CH-1")
    assert [line.status_code for line in told.lines] == ["5", "7"]
    [advice] = documents(trade, "despatch-advice")
    assert [line.delivered.value for line in advice.lines] == [Decimal(4), Decimal(2)]


@given(
    quantities=st.lists(st.integers(1, 40), min_size=1, max_size=4),
    wanted=st.integers(0, 40),
    after=st.integers(0, 60),
    wrong=st.sampled_from([None, *Misbehaviour]),
    mode=st.sampled_from([Mode.FULL, Mode.PART]),
)
def test_what_a_change_leaves_is_neither_more_than_wanted_nor_less_than_gone(
    quantities, wanted, after, wrong, mode
):
    order = a_plain_order(*quantities)
    habits = Habits(mode, {wrong: 100} if wrong else {})
    response = answer(order, mode, 1).response
    day = DAY + timedelta(days=after)
    whole = shipments_of(order, response, habits, 1)
    cut = shipments_of(order, response, habits, 1, Wishes([Cut(day, "1", Decimal(wanted))]))
    extra = 1 if wrong is Misbehaviour.OVER_DELIVERY else 0

    def total(shipments, line_id, until=date.max):
        return sum(
            line.quantity for one in shipments if one.leaves <= until for line in one.lines
            if line.ordered.id == line_id
        )  # fmt: skip

    gone = total(whole, "1", day)
    parts = len(whole)
    assert total(cut, "1", day) == gone
    assert gone <= total(cut, "1") <= max(gone, wanted) + extra * parts
    for place in range(2, len(quantities) + 1):
        assert abs(total(cut, str(place)) - total(whole, str(place))) <= extra * parts


@given(
    ordered=st.integers(1, 9),
    changes=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=1, max_size=4),
    mode=st.sampled_from([Mode.FULL, Mode.PART]),
)
def test_what_was_agreed_to_last_is_what_comes(ordered, changes, mode):
    order = a_plain_order(ordered)
    conversation = Conversation(order, DAY, Habits(mode), 1)
    agreed = ordered
    for number, (after, wanted) in enumerate(sorted(changes, key=lambda one: one[0])):
        asked = OrderChangeLine("1", "3", Quantity(Decimal(wanted), "C62"), Item(name="Phone"))
        change = edocs.OrderChange(
            id=f"CH-{number}", issue_date=DAY, sequence_number=str(number), currency="EUR",
            order_reference="1", buyer=BUYER, seller=SELLER, lines=(asked,),
        )  # fmt: skip
        conversation.hear(DAY + timedelta(days=after), change)
        if conversation.decisions[-1].response.response_code == "AP":
            agreed = wanted
    shipped = (line.quantity for one in conversation.shipments for line in one.lines)
    assert sum(shipped) == agreed <= ordered


@pytest.mark.parametrize(("named", "status", "comes"), [
    ("P-2", "3", [Decimal(4)]), ("P", "3", []), ("P-2", "2", []),
])  # fmt: skip
def test_a_substitute_comes_when_the_buyer_names_it(named, status, comes):
    order = a_plain_order(4)
    conversation = Conversation(order, DAY, Habits(Mode.SUBSTITUTE), 1)
    assert conversation.shipments == ()
    line = OrderChangeLine(
        "1", status, Quantity(Decimal(4), "C62"), Item(name="Phone", sellers_id=named)
    )
    change = edocs.OrderChange(
        id="CH-1", issue_date=DAY, sequence_number="1", currency="EUR", order_reference="1",
        buyer=BUYER, seller=SELLER, lines=(line,),
    )  # fmt: skip
    conversation.hear(DAY + timedelta(days=20), change)
    shipped = [line for one in conversation.shipments for line in one.lines]
    assert [line.quantity for line in shipped] == comes
    assert {line.item.sellers_id for line in shipped} <= {"P-2"}
    assert all(one.leaves > DAY + timedelta(days=20) for one in conversation.shipments)


def an_invoice_response(trade, invoice, code, *actions):
    return edocs.InvoiceResponse(
        id=f"IR-{invoice.id}-{code}", issue_date=DAY,
        sender_party=side_in_response(trade.buyer), receiver_party=side_in_response(trade.seller),
        response_code=code, document_id=invoice.id, document_type_code="380",
        clarifications=tuple(Clarification(action, "OPStatusAction") for action in actions),
    )  # fmt: skip


def test_a_wrong_invoice_is_credited_and_sent_anew_when_the_buyer_says_so(trade, tmp_path):
    put(trade, billed(trade, EACH, 2))
    actors = suppliers(tmp_path, Misbehaviour.WRONG_PRICE)
    lived(actors, 30)
    [wrong] = documents(trade, "invoice")
    put(trade, an_invoice_response(trade, wrong, "AB"))
    put(trade, an_invoice_response(trade, wrong, "UQ", "CNF", "NIN"))
    since = DAY + timedelta(days=30)
    lived(actors, 10, since)
    [note] = documents(trade, "credit-note")
    right = next(found for found in documents(trade, "invoice") if found.id != wrong.id)
    assert [found.id for found in note.preceding_invoices] == [wrong.id]
    assert note.totals == wrong.totals
    # By hand: 2 at 328.90, and at 299.00.
    assert [found.totals.line_extension_amount for found in (wrong, right)] == [
        Decimal("657.80"), Decimal("598.00"),
    ]  # fmt: skip
    assert lived(actors, 30, since + timedelta(days=10)) == []


def test_a_right_invoice_and_one_that_is_only_queried_stay_as_they_are(trade, tmp_path):
    put(trade, billed(trade, EACH, 2))
    actors = suppliers(tmp_path)
    lived(actors, 30)
    [right] = documents(trade, "invoice")
    put(trade, an_invoice_response(trade, right, "RE", "NIN"))
    lines = lived(actors, 30, DAY + timedelta(days=30))
    assert [line["kind"] for line in lines] == ["invoice-response"]


def test_killed_after_any_line_suppliers_say_the_same_in_the_end(trade, tmp_path):
    for number in range(4):
        put(trade, an_order(trade, f"{number}", 3, 1))
    habits = Habits(Mode.MIXED, MIXED)

    def story(data: Path, *, killed: bool):
        folder = data / "exchange" / trade.outbox.parent.name
        folder.mkdir(parents=True)
        (folder / "outbox").symlink_to(trade.outbox)
        found, actors = {}, Suppliers(data, habits, 7)
        for day in range(70):
            playing = actors.play(DAY + timedelta(days=day))
            for line in playing:
                if killed:
                    # Killed between the file and its line in the ledger.
                    text = actors.ledger.path.read_text()
                    torn = text[: -len(text.rstrip().rsplit("\n", 1)[-1]) // 2]
                    actors.ledger.path.write_text(torn)
                    playing.close()
                    actors = Suppliers(data, habits, 7)
                    list(actors.play(DAY + timedelta(days=day)))
                    break
                del line
            for path in inboxes(actors.exchange):
                found.setdefault(path.name, set()).add(path.read_bytes())
                path.unlink()
        return found

    assert story(tmp_path / "killed", killed=True) == story(tmp_path / "whole", killed=False)


def by_steps(data, **shares):
    habits = Habits(Mode.FULL, {Misbehaviour(name): share for name, share in shares.items()},
                    Pace.STEPS)  # fmt: skip
    return Suppliers(data, habits, 1)


def said_at(actors, seconds, day=DAY):
    """The kinds of what is sent so many seconds after the first noon of all."""
    moment = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC) + timedelta(seconds=seconds)
    return [line["kind"] for line in actors.play(day, moment) if line["what"] == "sent"]


def test_by_steps_each_document_comes_a_beat_after_the_last_and_is_dated_today(trade, tmp_path):
    put(trade, billed(trade, WEEKLY, 2))
    actors = by_steps(tmp_path)
    told = {seconds: said_at(actors, seconds) for seconds in (0, 1, 29, 30, 31, 61, 99)}
    assert {seconds: kinds for seconds, kinds in told.items() if kinds} == {
        0: ["order-response"], 30: ["despatch-advice"], 61: ["invoice"],
    }  # fmt: skip
    [advice] = read_in(actors, "despatch-advice")
    [invoice] = read_in(actors, "invoice")
    [response] = read_in(actors, "order-response")
    assert response.promised_delivery.start_date > DAY
    assert {
        advice.issue_date, advice.shipment.despatch_date, invoice.issue_date,
        advice.shipment.estimated_delivery.start_date, invoice.delivery.actual_date,
    } == {DAY}  # fmt: skip
    assert invoice.due_date == DAY + timedelta(days=30)
    for document in (advice, invoice, response):
        assert edocs.validate(edocs.write(document)).faults == ()


def read_in(actors, kind):
    found = actors.exchange.glob(f"*/inbox/{kind}-*.xml")
    return [edocs.read(path.read_bytes()) for path in sorted(found)]


def test_by_steps_a_wrong_invoice_is_credited_by_the_day_on_which_that_was_asked(trade, tmp_path):
    put(trade, billed(trade, EACH, 2))
    actors = by_steps(tmp_path, **{"wrong-price": 100})
    for seconds in (0, 30, 60):
        said_at(actors, seconds)
    [wrong] = read_in(actors, "invoice")
    put(trade, an_invoice_response(trade, wrong, "RE", "NIN"))
    tomorrow = DAY + timedelta(days=1)
    # Another process goes on, and repeats nothing.
    anew = Suppliers(tmp_path, Habits(), 2)
    told = {seconds: said_at(anew, seconds, tomorrow) for seconds in (900, 901, 930, 960, 990)}
    assert {seconds: kinds for seconds, kinds in told.items() if kinds} == {
        930: ["credit-note"], 960: ["invoice"],
    }  # fmt: skip
    [note] = read_in(anew, "credit-note")
    assert (note.issue_date, note.preceding_invoices[0].issue_date) == (tomorrow, DAY)
    assert {found.issue_date for found in read_in(anew, "invoice")} == {DAY, tomorrow}


def test_by_steps_what_has_not_left_yet_can_be_called_back(trade, tmp_path):
    order = billed(trade, EACH, 2)
    put(trade, order)
    actors = by_steps(tmp_path)
    assert said_at(actors, 0) == ["order-response"]
    put(trade, a_cancellation(trade, order))
    assert said_at(actors, 10) == ["order-response-advanced"]
    [told] = read_in(actors, "order-response-advanced")
    assert told.response_code == "AP"
    assert [said_at(actors, seconds) for seconds in (40, 70, 100)] == [[], [], []]


def test_with_answers_alone_nothing_comes_but_what_is_asked_is_answered(trade, tmp_path):
    order = billed(trade, EACH, 2)
    put(trade, order)
    actors = Suppliers(tmp_path, Habits(pace=Pace.ANSWERS), 1)
    lines = lived(actors, 40)
    put(trade, a_cancellation(trade, order))
    lines += lived(actors, 10, DAY + timedelta(days=40))
    sent = [(line["kind"], line["means"]["code"]) for line in lines if line["what"] == "sent"]
    assert sent == [("order-response", "AP"), ("order-response-advanced", "RE")]


def test_an_order_is_taken_up_anew_and_goes_on_from_what_was_sent(trade, tmp_path):
    order = billed(trade, EACH, 2)
    put(trade, order)
    actors = Suppliers(tmp_path, Habits(pace=Pace.ANSWERS), 1)
    lived(actors, 20)
    file = f"{trade.outbox.parent.name}/outbox/order-{order.id}.xml"
    due = DAY + timedelta(days=9)
    for _again in range(2):  # broken off in between, it is done again
        account = actors.take_up(file, due, Habits(pace=Pace.STEPS))
        told = [line["kind"] for line in actors.bring(account, "despatch-advice")
                if line["what"] == "sent"]  # fmt: skip
        assert told == ([] if _again else ["despatch-advice"])
    [advice] = read_in(actors, "despatch-advice")
    assert advice.shipment.estimated_delivery.start_date == due
    [told] = [line["kind"] for line in actors.bring(account, "invoice")]
    assert told == "invoice"


def test_what_was_asked_about_invoices_can_be_left_and_asked_again(trade, tmp_path):
    put(trade, billed(trade, EACH, 2))
    actors = suppliers(tmp_path, Misbehaviour.WRONG_PRICE)
    lived(actors, 30)
    [wrong] = documents(trade, "invoice")
    put(trade, an_invoice_response(trade, wrong, "UQ", "NIN"))
    since = DAY + timedelta(days=30)
    actors.leave_disputes(since)
    assert lived(actors, 10, since) == []
    put(trade, an_invoice_response(trade, wrong, "RE", "NIN"))
    lines = lived(Suppliers(tmp_path, Habits(), 1), 10, since + timedelta(days=10))
    assert [line["kind"] for line in lines if line["what"] == "sent"] == ["credit-note", "invoice"]


def test_shares_are_names_with_per_cents_and_mixed_is_about_a_fifth():
    assert shares_of(["mixed", "late=50"]) == {**MIXED, Misbehaviour.LATE: 50}
    assert shares_of([]) == {}
    for odd in ("late", "late=101", "later=1", "late=x"):
        with pytest.raises(UnknownHabitError):
            shares_of([odd])
    for kind in ("order-response", "despatch-advice", "invoice"):
        share = sum(MIXED[name] for name in Misbehaviour if kind in BEFALLS[name])
        assert 17 <= share <= 24, kind


def test_the_same_misbehaviour_befalls_its_share(trade):
    from samkop.site.simulator.goods import random_of

    habits = Habits(Mode.FULL, {Misbehaviour.LATE: 30, Misbehaviour.DOUBLED: 10})
    drawn = Counter(habits.drawn("despatch-advice", random_of(1, number)) for number in range(2000))
    assert 520 < drawn[Misbehaviour.LATE] < 680
    assert 150 < drawn[Misbehaviour.DOUBLED] < 250


@pytest.mark.parametrize(
    ("country", "account"),
    [("FI", "FI"), ("SE", "SE"), ("DE", "DE"), ("FR", None)],
)
def test_an_account_is_in_its_suppliers_own_country_or_is_not_named(country, account):
    order = a_plain_order(2)
    address, endpoint = Address(country=country), Identifier("7300010000001", "0088")
    seller = replace(order.seller, address=address, endpoint=endpoint)
    order = replace(order, seller=seller)
    shipments = shipments_of(order, answer(order, Mode.FULL, 1).response, Habits(), 1)
    [charge] = charges_of(order, shipments, Habits(pace=Pace.STEPS), 1)
    [means] = invoice_of(charge.sent).payment_means
    assert (means.account.id[:2] if means.account else None) == account
    assert means.account is None or is_iban(means.account.id)
