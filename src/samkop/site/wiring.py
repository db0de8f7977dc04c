"""Who hears of what: the one table *fact → handlers*, and the jobs by name."""

from __future__ import annotations

from samkop.catalogue.handlers import (
    catalogue_received,
    check_catalogue_file,
    import_catalogue_file,
)
from samkop.exchange.handlers import route
from samkop.ordering.handlers import order_answered, order_response_received
from samkop.platform import jobs
from samkop.platform.outbox import Wiring

DOCUMENTS = {
    "catalogue": catalogue_received,
    "order-response": order_response_received,
}

FACTS: Wiring = {
    "message-received": [route(DOCUMENTS)],
    "order-answered": [order_answered],
}

JOBS: dict[str, jobs.Work] = {
    "catalogue-check": check_catalogue_file,
    "catalogue-import": import_catalogue_file,
}


def connect() -> None:
    """Make the jobs known to the worker and to the pages that start them."""
    jobs.register(JOBS)
