"""The supplier of our own making: valid answers, each once, the same by the same seed."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.exchange import DAY, an_order
from samkop.core import edocs
from samkop.site.simulator.answering import Mode, answer
from samkop.site.simulator.ledger import Ledger
from samkop.site.simulator.misbehaviour import Habits
from samkop.site.simulator.suppliers import Suppliers


def put_order(trade, number="4711", *quantities):
    trade.outbox.mkdir(parents=True, exist_ok=True)
    content = edocs.write(an_order(trade, number, *quantities))
    (trade.outbox / f"order-{number}.xml").write_bytes(content)


def run(tmp_path, party="all", mode=Mode.FULL, seed=1):
    """What suppliers that begin anew do on the day: what they heard and sent."""
    lines = Suppliers(tmp_path, Habits(mode), seed, party).play(DAY)
    return [(line["what"], line["means"]["mode"] if line["what"] == "sent" else line["kind"])
            for line in lines]  # fmt: skip


def responses(trade):
    return {path.name: edocs.read(path.read_bytes()) for path in trade.inbox.glob("*.xml")}


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("seed", range(5))
def test_every_answer_is_valid(trade, mode, seed):
    order = an_order(trade, f"{mode}-{seed}", 1, 2, 30)
    written = edocs.write(answer(order, mode, seed).response)
    assert edocs.validate(written).faults == ()


def test_in_full_accepts_the_whole_order(trade):
    response = answer(an_order(trade), Mode.FULL, 1).response
    assert (response.response_code, response.lines) == ("AP", ())
    assert response.promised_delivery.start_date > DAY


def test_in_part_confirms_fewer_and_promises_the_rest_later(trade):
    response = answer(an_order(trade, "1", 7), Mode.PART, 1).response
    [line] = response.lines
    assert (response.response_code, line.status_code) == ("CA", "3")
    assert (line.quantity.value, line.maximum_backorder_quantity.value) == (Decimal(3), Decimal(4))
    now, later = line.promised_deliveries
    assert now.end_date < later.start_date


def test_a_single_piece_in_part_comes_later_as_a_whole(trade):
    [line] = answer(an_order(trade, "1", 1), Mode.PART, 1).response.lines
    assert (line.quantity.value, line.maximum_backorder_quantity) == (Decimal(1), None)
    assert (line.promised_deliveries[0].start_date - DAY).days >= 17


def test_a_substitute_is_another_item_on_one_line(trade):
    response = answer(an_order(trade, "1", 2, 2, 2), Mode.SUBSTITUTE, 1).response
    [touched] = [line for line in response.lines if line.substitute]
    assert touched.status_code == "3"
    assert touched.substitute.item.sellers_id == f"{touched.item.sellers_id}-2"
    assert [line.status_code for line in response.lines if not line.substitute] == ["5", "5"]


def test_a_refusal_has_a_reason(trade):
    response = answer(an_order(trade), Mode.REFUSAL, 1).response
    assert response.response_code == "RE"
    assert response.note


def test_mixed_answers_in_every_way(trade):
    given_modes = {answer(an_order(trade, str(n)), Mode.MIXED, 1).mode for n in range(100)}
    assert given_modes == {Mode.FULL, Mode.PART, Mode.SUBSTITUTE, Mode.REFUSAL}


def test_the_same_seed_and_order_give_the_same_bytes_and_another_seed_others(trade):
    order = an_order(trade, "1", 5, 5)
    first, again = (edocs.write(answer(order, Mode.MIXED, 9).response) for _ in range(2))
    assert first == again
    numbers = {answer(order, Mode.FULL, seed).response.sales_order_id for seed in range(5)}
    assert len(numbers) == 5


def test_each_order_is_answered_once_into_its_buyers_inbox(trade, tmp_path):
    put_order(trade)
    assert run(tmp_path) == [("heard", "order"), ("sent", "full")]
    assert run(tmp_path) == []
    assert {name: found.order_reference for name, found in responses(trade).items()} == {
        "order-response-OR-4711.xml": "4711"
    }


def test_a_supplier_answers_its_own_orders_only(trade, tmp_path):
    put_order(trade)
    assert run(tmp_path, party="7300010000001") == []
    address = an_order(trade).seller.endpoint.value
    assert run(tmp_path, party=address) == [("heard", "order"), ("sent", "full")]


def test_an_order_that_cannot_be_read_is_told_and_does_not_stop_the_others(trade, tmp_path):
    put_order(trade)
    (trade.outbox / "order-0.xml").write_bytes(b"odd")
    assert run(tmp_path) == [("heard", "order"), ("heard", "unreadable"), ("sent", "full")]


@given(torn=st.binary(max_size=40))
def test_a_ledger_torn_by_a_crash_forgets_its_last_line_only(tmp_path_factory, torn):
    path = tmp_path_factory.mktemp("ledger") / "ledger.jsonl"
    first, last = ({"what": "heard", "day": DAY.isoformat(), "file": name} for name in "ac")
    Ledger(path).keep(first)
    with path.open("ab") as file:
        file.write(b'{"what": "torn' + torn.replace(b"\n", b""))
    Ledger(path).keep(last)
    assert Ledger(path).lines == [first, last]


def test_a_supplier_killed_before_it_remembered_writes_the_same_bytes_again(trade, tmp_path):
    put_order(trade, "4711", 5)
    run(tmp_path, mode=Mode.PART)
    written = {path.name: path.read_bytes() for path in trade.inbox.glob("*.xml")}
    (tmp_path / "simulator" / "ledger.jsonl").unlink()
    run(tmp_path, mode=Mode.PART)
    assert {path.name: path.read_bytes() for path in trade.inbox.glob("*.xml")} == written


def test_the_command_answers_without_a_database(trade, tmp_path):
    put_order(trade)
    environment = {
        **os.environ,
        "SAMKOP_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://nowhere",
    }
    done = subprocess.run(
        [
            sys.executable, "-c", "from samkop.site.cli import main; main()",
            "supplier-simulator", "--once", "--mode", "full",
        ],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder, today = trade.inbox.parent.name, datetime.now(UTC).date()
    assert done.stdout.splitlines() == [
        f"{today} {folder}/outbox/order-4711.xml: read",
        f"{today} {folder}/inbox/order-response-OR-4711.xml: full",
    ]
    assert done.stderr.splitlines()[-1] == "Documents sent: 1."
