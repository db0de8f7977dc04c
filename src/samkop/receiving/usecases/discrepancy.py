"""Saying what becomes of a discrepancy."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.receiving.models import Discrepancy
from samkop.receiving.policies import may_settle
from samkop.receiving.usecases.return_remedy import release_lines
from samkop.receiving.vocabulary import (
    SETTLEMENTS,
    DiscrepancyKind,
    DiscrepancyState,
    Settlement,
)


def settle_discrepancy(
    *, actor: Actor, now: datetime, discrepancy_id: int, settlement: str
) -> Discrepancy:
    """Say what becomes of a discrepancy; once, and its supplier sees it.

    What is missing and is credited comes no more. Told as ``discrepancy-settled``.
    Raises Refused: ``not-found``, ``not-allowed``, ``discrepancy-settled``,
    ``settlement-unfit`` where that cannot become of one of its kind.
    """
    found = Discrepancy.objects.select_for_update().filter(id=discrepancy_id).first()
    if found is None:
        raise not_found()
    require(may_settle(actor, found))
    if found.state != DiscrepancyState.OPEN:
        raise Refused(
            "discrepancy-settled", _("Somebody has settled this already. Load the page again.")
        )
    if settlement not in SETTLEMENTS[DiscrepancyKind(found.kind)]:
        sentence = _("Choose what becomes of it.")
        raise Refused("settlement-unfit", sentence, status=422, fields={"settlement": sentence})
    tell(
        "discrepancy-settled", discrepancy_id=found.pk, buyer_id=found.buyer_id,
        supplier_id=found.supplier_id, settlement=settlement, order_ids=[found.line.order_id],
    )  # fmt: skip
    if (found.kind, settlement) == (DiscrepancyKind.SHORT, Settlement.CREDIT_EXPECTED):
        line = found.line
        release_lines(line.order_id, {line.line_number: found.quantity}, subject_of(found), now)
    return change(found, state=DiscrepancyState.SETTLED, settlement=settlement, settled_at=now)
