"""The worker process: jobs, facts and seals, each in a loop of its own.

It may be killed at any moment: whatever it was doing is taken up again by the next one.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
import structlog
from django.db import DatabaseError, InterfaceError, connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ProcrastinateException

from samkop.agreements.decision_clock import watch_decision_limits
from samkop.agreements.handlers import warn_of_run_outs
from samkop.catalogue.handlers import keep_prices
from samkop.catalogue.range_handlers import put_due_changes_in_effect
from samkop.exchange.access_point import Resting, collect_deliveries
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.transmitting import own_access_point, transmit_waiting
from samkop.fleet.clock import alarm_of_all_work, remind_of_all_loans, watch_leases
from samkop.fleet.support_clock import count_support
from samkop.fleet.transfer_clock import carry_out_transfers
from samkop.followup.feedback_clock import watch_feedback
from samkop.followup.price_clock import remind_of_all_questions, watch_paid_prices
from samkop.governance.decision_clock import watch_decisions
from samkop.governance.security_clock import watch_attestations, watch_incidents
from samkop.governance.steering_clock import watch_meetings
from samkop.opendata.handlers import publish_last_month
from samkop.ordering.clock import (
    end_what_has_run_out,
    order_what_is_due,
    tell_of_all_endings,
    watch_deliveries,
)
from samkop.platform import actors
from samkop.platform.audit.heads import Heads
from samkop.platform.audit.sealing import publish_heads, seal_waiting, sealed_heads
from samkop.platform.embedded_postgres import EmbeddedPostgresError
from samkop.platform.notifications.mailing import mail_waiting
from samkop.platform.outbox import dispatch_waiting
from samkop.site.wiring import FACTS
from samkop.tendering.award_handlers import watch_bids
from samkop.tendering.register_clock import publish_due_roots

log = structlog.get_logger()

DISPATCH_EVERY = 0.25
SEAL_EVERY = 0.5
EXCHANGE_EVERY = 1.0
MAIL_EVERY = 1.0
ACCESS_POINT_EVERY = 10.0
RESERVATIONS_EVERY = 20.0
PRICES_EVERY = 20.0
REGISTERS_EVERY = 10.0
WATCH_EVERY = 3600.0
PURCHASES_EVERY = 300.0
INCIDENTS_EVERY = 300.0
AFTER_A_FAILURE = 2.0


def heads() -> Heads:
    """The folder of signed heads of this installation."""
    return Heads(Path(os.environ["SAMKOP_DATA"], "audit", "heads"))


def run() -> None:
    """Work until SIGTERM or SIGINT."""
    stopping, data = threading.Event(), Path(os.environ["SAMKOP_DATA"])
    loops: list[tuple[str, float, Callable[[], int]]] = [
        ("dispatcher", DISPATCH_EVERY, lambda: dispatch_waiting(FACTS)),
        ("sealer", SEAL_EVERY, Sealer(heads())),
        ("transmitter", EXCHANGE_EVERY, lambda: transmit_waiting(data)),
        ("collector", EXCHANGE_EVERY, lambda: collect_inboxes(data)),
        ("mailer", MAIL_EVERY, mail_waiting),
        ("access-point", ACCESS_POINT_EVERY, partial(collect_from_the_network, Resting())),
        ("prices", PRICES_EVERY, watch_prices),
        ("reservations", RESERVATIONS_EVERY, end_what_has_run_out),
        ("purchases", PURCHASES_EVERY, order_due),
        ("registers", REGISTERS_EVERY, publish_due_roots),
        ("watch", WATCH_EVERY, watch),
        ("incidents", INCIDENTS_EVERY, watch_clocks),
    ]
    if os.environ.get("SAMKOP_DEMO") == "1":
        from samkop.site.demo.post import Post
        from samkop.site.simulator.answering import Mode

        post = Post(data)
        loops.append(
            (
                "suppliers", EXCHANGE_EVERY,
                lambda: post.let_converse(Mode.MIXED, datetime.now(UTC)),
            )
        )  # fmt: skip
    threads = [
        threading.Thread(target=repeat, args=(name, every, work, stopping), daemon=True)
        for name, every, work in loops
    ]
    for thread in threads:
        thread.start()
    try:
        run_jobs()
    finally:
        stopping.set()
        for thread in threads:
            thread.join(timeout=5)


def run_jobs() -> None:
    """Run what people have started, until a signal; a database that is away is waited for."""
    while True:
        try:
            connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
            with app.replace_connector(connector) as worker_app:
                worker_app.run_worker(install_signal_handlers=True, listen_notify=True)
        except (ProcrastinateException, psycopg.Error, DatabaseError) as error:
            log.warning("waiting-for-the-database", loop="jobs", error=str(error).strip())
            connections.close_all()
            time.sleep(AFTER_A_FAILURE)
        else:
            return


def collect_from_the_network(resting: Resting) -> int:
    """Take in what waits at the access point, where the installation has one."""
    point = own_access_point()
    return collect_deliveries(point, resting) if point else 0


def watch() -> int:
    """Warn of what the clock brings near; never at once again, since it stays near."""
    warn_of_run_outs()
    watch_decisions()
    watch_decision_limits()
    watch_deliveries()
    tell_of_all_endings()
    watch_leases()
    remind_of_all_loans()
    alarm_of_all_work()
    carry_out_transfers()
    put_due_changes_in_effect()
    watch_bids()
    watch_paid_prices()
    remind_of_all_questions()
    watch_feedback()
    watch_attestations()
    count_support()
    watch_meetings()
    publish_last_month()
    return 0


def watch_clocks() -> int:
    """Warn of reports that are due; not at once again, since they stay due."""
    watch_incidents()
    return 0


def order_due() -> int:
    """Send in what is due; not at once again, since a day that is done has no second time."""
    order_what_is_due()
    return 0


def watch_prices() -> int:
    """Keep up with prices; not at once again, since then all of them would be computed anew."""
    keep_prices()
    return 0


class Sealer:
    """One round of sealing a call; the first also publishes what a killed sealer left out."""

    def __init__(self, folder: Heads) -> None:
        self.folder = folder
        self.caught_up = False

    def __call__(self) -> int:
        """Seal what waits and write the heads of the chains that grew; returns how many."""
        sealer = actors.job("audit-sealer")
        grown = seal_waiting(sealer)
        # Killed between sealing and publishing, a head would lag until its chain next grows.
        publish = grown if self.caught_up else sealed_heads(sealer)
        publish_heads(self.folder, publish, sealer, datetime.now(UTC))
        self.caught_up = True
        return len(grown)


def repeat(name: str, every: float, work: Callable[[], int], stopping: threading.Event) -> None:
    """Call ``work`` again and again; at once while it finds something to do."""
    while not stopping.is_set():
        pause = every
        try:
            if work():
                pause = 0.0
        except (DatabaseError, InterfaceError, EmbeddedPostgresError) as error:
            log.warning("waiting-for-the-database", loop=name, error=str(error).strip())
            connections.close_all()
            pause = AFTER_A_FAILURE
        except Exception:
            log.exception("loop-failed", loop=name)
            pause = AFTER_A_FAILURE
        stopping.wait(pause)
