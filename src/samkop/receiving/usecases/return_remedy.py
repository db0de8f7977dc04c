"""What comes for goods that went back: a replacement is expected, a credit note ends the wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import Order
from samkop.ordering.queries.line_progress import progress_of
from samkop.ordering.usecases.line_progress import move_lines
from samkop.ordering.vocabulary import LineMovementKind
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, subject_of
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.receiving.models import GoodsReturn
from samkop.receiving.policies import may_return
from samkop.receiving.queries.returns import NOTHING, awaited_of
from samkop.receiving.vocabulary import ReturnReason, ReturnRemedy, ReturnState


def take_credit_instead(*, actor: Actor, now: datetime, return_id: int) -> GoodsReturn:
    """The supplier credits what it was to replace: what has not been replaced comes no more.

    Told as ``return-credited``, to the supplier too. Raises Refused: ``not-found``,
    ``not-allowed``, ``credit-wanted-already``, ``return-cancelled``, ``replacement-came``.
    """
    found = locked_return(return_id)
    require(may_return(actor, found.buyer_id))
    if found.remedy == ReturnRemedy.CREDIT:
        raise Refused(
            "credit-wanted-already", _("A credit note is expected already. Load the page again.")
        )
    if found.state == ReturnState.CANCELLED:
        raise Refused("return-cancelled", _("This return was cancelled: the goods stay here."))
    if found.state != ReturnState.ANNOUNCED:
        awaited = awaited_of([found.order_id])
        waiting = {
            line.line_number: awaited.get(line.pk, NOTHING).replacements
            for line in found.lines.all()
        }
        if not any(waiting.values()):
            raise Refused(
                "replacement-came", _("All of it has been replaced: nothing is to be credited.")
            )
        release_lines(found.order_id, waiting, f"{subject_of(found)}:credit", now)
    tell(
        "return-credited", return_id=found.pk, buyer_id=found.buyer_id,
        supplier_id=found.supplier_id, order_ids=[found.order_id],
    )  # fmt: skip
    return change(found, remedy=ReturnRemedy.CREDIT)


def release_returned(found: GoodsReturn, quantities: Mapping[int, int], now: datetime) -> None:
    """Goods have gone back: of what is to be credited no replacement is expected.

    ``quantities`` by line number. What came beyond what was expected leaves what is still to
    come as it is.
    """
    if found.remedy != ReturnRemedy.CREDIT or found.reason == ReturnReason.OVER:
        return
    release_lines(found.order_id, quantities, subject_of(found), now)


def release_lines(
    order_id: int, quantities: Mapping[int, int], source: str, now: datetime
) -> None:  # fmt: skip
    """Expect no more of so many pieces, by line number; at most of what is still to come."""
    # Locked first: what is still to come is read once nobody else counts.
    list(Order.objects.select_for_update().filter(id=order_id).values("id"))
    coming = {one.line_number: one.outstanding for one in progress_of(order_id)}
    move_lines(
        order_id=order_id, kind=LineMovementKind.RELEASED, source=source, now=now,
        quantities={number: min(pieces, coming[number]) for number, pieces in quantities.items()},
    )  # fmt: skip


def locked_return(return_id: int) -> GoodsReturn:
    """The return, locked. Raises Refused ``not-found``."""
    found = GoodsReturn.objects.select_for_update().filter(id=return_id).first()
    if found is None:
        raise not_found()
    return found
