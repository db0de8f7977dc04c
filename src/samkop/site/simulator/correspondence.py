"""The supplier's side of the folders: orders found, answers written, answers remembered."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samkop.core.edocs import Order, OrderCancellation, OrderChange, read, write
from samkop.exchange.rules import file_name
from samkop.exchange.transports.files import write_whole
from samkop.site.simulator.answering import Mode, answer

EVERYBODY = "all"


@dataclass(frozen=True)
class Answered:
    """One order that was answered: both files, and how; ``mode`` is empty if unreadable."""

    order: str
    response: str
    mode: str


class Memory:
    """What was answered, a JSON line each. A line torn by a crash counts as not written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = {line["order"] for line in self._lines()}

    def keep(self, answered: Answered) -> None:
        """Remember an answer; it is on the disk when this returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            line = json.dumps(vars(answered), ensure_ascii=False)
            # A torn line before is closed first.
            file.write(f"\n{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        self.known.add(answered.order)

    def _lines(self) -> Iterator[dict[str, str]]:
        text = self.path.read_text(errors="replace") if self.path.exists() else ""
        for line in text.split("\n"):
            with contextlib.suppress(json.JSONDecodeError):
                kept = json.loads(line)
                if isinstance(kept, dict) and "order" in kept:
                    yield kept


def memory_of(data: Path) -> Memory:
    """The memory of the suppliers that answer under this data folder."""
    return Memory(data / "simulator" / "answered.jsonl")


def answer_orders(
    data: Path, memory: Memory, party: str, mode: Mode, seed: int
) -> Iterator[Answered]:
    """Answer each order once that is for ``party`` (an identifier, or ``all``).

    The response lies in the buyer's inbox before it is remembered: killed in between, the
    same bytes are written again, which the buyer takes for what they are.
    """
    for path in sorted((data / "exchange").glob("*/outbox/order-*.xml")):
        known_as = str(path.relative_to(data / "exchange"))
        if known_as in memory.known:
            continue
        done = _answered(path, known_as, party, mode, seed)
        if done is None:
            memory.known.add(known_as)  # another's: not read again by this process
            continue
        memory.keep(done)
        yield done


def is_for(order: Order | OrderChange | OrderCancellation, party: str) -> bool:
    """Whether the seller is known by this identifier: address, number, or company ID."""
    seller = order.seller
    known = [seller.endpoint, *seller.identifiers]
    if seller.legal_entity is not None:
        known.append(seller.legal_entity.company_id)
    return party == EVERYBODY or party in {name.value for name in known if name is not None}


def _answered(path: Path, known_as: str, party: str, mode: Mode, seed: int) -> Answered | None:
    """Answer the order in a file; None if it is another supplier's."""
    order = read(path.read_bytes())
    if not isinstance(order, Order):
        return Answered(known_as, "", "")
    if not is_for(order, party):
        return None
    given = answer(order, mode, seed)
    inbox = path.parent.parent / "inbox"
    target = inbox / file_name("order-response", given.response.id)
    write_whole(target, write(given.response))
    return Answered(known_as, f"{inbox.parent.name}/inbox/{target.name}", given.mode)
