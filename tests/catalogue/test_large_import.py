"""A large catalogue in one go: 10,000 lines, or a tenth of it in the small run."""

from __future__ import annotations

import os

from factories.catalogue import a_catalogue_document, many_offers, priced
from samkop.catalogue.handlers import import_catalogue_file
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.catalogue_files import start_import, upload_catalogue
from samkop.core import edocs
from samkop.platform import actors
from samkop.platform.unit_of_work import perform, reading

LINES = 10_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 1_000


class Told:
    """Keeps what progress was told."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int | None]] = []

    def __call__(self, done: int, total: int | None = None) -> None:
        self.steps.append((done, total))


def test_a_catalogue_of_ten_thousand_lines_is_imported_in_one_go_with_progress(trade):
    offers = many_offers(LINES)
    priced(trade.agreement, offers, trade.runner)
    document = a_catalogue_document(offers, contract=trade.agreement.number, action="Replace")
    file = perform(
        trade.runner, upload_catalogue, agreement_id=trade.agreement.pk, name="large.xml",
        content=edocs.write(document), replaces_all=False,
    )  # fmt: skip
    run = perform(trade.runner, start_import, file_id=file.pk)
    told = Told()
    result = import_catalogue_file(run, actors.job("worker", trade.body.pk), told)  # type: ignore[arg-type]
    assert (result["items"], result["refused"]) == (LINES, 0)
    with reading(trade.employee):
        assert CatalogueItem.objects.filter(agreement=trade.agreement, active=True).count() == LINES
    done = [step for step, _total in told.steps]
    assert done == sorted(done)
    assert told.steps[0] == (0, 2 * LINES)
    assert told.steps[-1] == (2 * LINES, 2 * LINES)
    assert len(told.steps) > LINES // 100
