"""The lots of a tender in preparation, and the buyers of each with their volumes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party
from samkop.parties.vocabulary import BUYER_KINDS
from samkop.platform.actors import Actor
from samkop.platform.records import change, create, remove
from samkop.platform.refusals import Refused, not_found
from samkop.tendering.models import Lot, Tender, TenderBuyer
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import MOST_SUPPLIERS, CallOffMethod, TenderState, TurnBy

MOST_LOTS = 9_999


@dataclass(frozen=True)
class LotTerms:
    """What a lot is: as the fields of ``Lot``; how suppliers are called off, if it has several."""

    title_sv: str
    title_fi: str
    title_en: str
    cpv: str
    estimated_value_cents: int
    maximum_value_cents: int
    description: str = ""
    reason: str = ""
    most_suppliers: int = 1
    call_off_method: str = ""
    turn_by: str = TurnBy.VALUE
    mini_competition_from_cents: int | None = None


@dataclass(frozen=True)
class Volume:
    """What a buyer expects to buy of a lot, in cents without VAT."""

    buyer_id: int
    quantity: int
    unit: str
    value_cents: int


def prepared(actor: Actor, tender_id: int) -> Tender:
    """The tender, locked, while it is in preparation.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    return tender


def add_lot(*, actor: Actor, now: datetime, tender_id: int, terms: LotTerms) -> Lot:
    """Add a lot with the next code.

    Raises Refused as ``prepared``, and ``lot-value-wrong``, ``suppliers-out-of-bounds``,
    ``call-off-method-missing``, ``call-off-of-one``, ``competition-out-of-bounds``.
    """
    tender = prepared(actor, tender_id)
    _check(terms)
    last = Lot.objects.filter(tender=tender).order_by("-code").first()
    number = int(last.code.removeprefix("LOT-")) + 1 if last else 1
    return create(Lot(tender=tender, code=f"LOT-{number:04d}", **vars(terms)))


def change_lot(*, actor: Actor, now: datetime, lot_id: int, terms: LotTerms) -> Lot:
    """Write a lot anew. Raises Refused as ``add_lot``."""
    lot = _lot(actor, lot_id)
    _check(terms)
    return change(lot, **vars(terms))


def remove_lot(*, actor: Actor, now: datetime, lot_id: int) -> int:
    """Take a lot out with its buyers; the id of its tender.

    Raises Refused as ``prepared``, and ``lot-in-use`` where something else names the lot.
    """
    lot = _lot(actor, lot_id)
    for row in TenderBuyer.objects.filter(lot=lot).order_by("id"):
        remove(row)
    try:
        remove(lot)
    except ProtectedError as error:
        raise Refused(
            "lot-in-use",
            _("Prices, criteria, documents or people are given to %(lot)s. Take those away first."),
            lot=lot.code,
        ) from error
    return lot.tender_id


def name_tender_buyer(*, actor: Actor, now: datetime, lot_id: int, volume: Volume) -> TenderBuyer:
    """Name a buyer of a lot with its volume, or give a named one another.

    Raises Refused as ``prepared``, and ``not-a-buyer``, ``volume-missing``.
    """
    lot = _lot(actor, lot_id)
    if not Party.objects.filter(id=volume.buyer_id, kind__in=BUYER_KINDS).exists():
        raise Refused("not-a-buyer", _("Choose an organisation that buys: not a supplier."))
    if volume.quantity <= 0 or volume.value_cents <= 0 or not volume.unit.strip():
        raise Refused(
            "volume-missing",
            _("A buyer is named with the quantity, unit and value that it expects. Enter them."),
        )
    values = {
        "expected_quantity": volume.quantity, "unit": volume.unit,
        "expected_value_cents": volume.value_cents,
    }  # fmt: skip
    known = TenderBuyer.objects.filter(lot=lot, buyer_id=volume.buyer_id).first()
    if known is not None:
        return change(known, **values)
    return create(TenderBuyer(tender_id=lot.tender_id, lot=lot, buyer_id=volume.buyer_id, **values))


def take_out_tender_buyer(*, actor: Actor, now: datetime, tender_buyer_id: int) -> Lot:
    """Take a buyer out of a lot; that lot. Raises Refused as ``prepared``."""
    row = TenderBuyer.objects.select_related("lot").filter(id=tender_buyer_id).first()
    if row is None:
        raise not_found()
    prepared(actor, row.tender_id)
    remove(row)
    return row.lot


def _lot(actor: Actor, lot_id: int) -> Lot:
    lot = Lot.objects.filter(id=lot_id).first()
    if lot is None:
        raise not_found()
    prepared(actor, lot.tender_id)
    return lot


def _check(terms: LotTerms) -> None:
    if terms.estimated_value_cents <= 0 or terms.maximum_value_cents < terms.estimated_value_cents:
        raise Refused(
            "lot-value-wrong",
            _("A lot has an estimated value, and a maximum value that is not below it."),
        )
    if not 1 <= terms.most_suppliers <= MOST_SUPPLIERS:
        raise Refused(
            "suppliers-out-of-bounds",
            _("A lot goes to between 1 and %(most)s suppliers."), most=MOST_SUPPLIERS,
        )  # fmt: skip
    if terms.most_suppliers == 1:
        _check_alone(terms)
    else:
        _check_call_off(terms)


def _check_alone(terms: LotTerms) -> None:
    if terms.call_off_method or terms.mini_competition_from_cents is not None:
        raise Refused(
            "call-off-of-one",
            _("One supplier is called off directly: a rule of call-off is for several. Say how many"
              " suppliers the lot has, or leave the rule out."),
        )  # fmt: skip


def _check_call_off(terms: LotTerms) -> None:
    """What is published is the objective rule that then decides (art. 33(4))."""
    if terms.call_off_method not in CallOffMethod.values or terms.turn_by not in TurnBy.values:
        raise Refused(
            "call-off-method-missing",
            _("Several suppliers of a lot need a published rule of call-off (art. 33(4))."
              " Choose one."),
            status=422, fields={"call_off_method": _("Choose one of the methods of call-off.")},
        )  # fmt: skip
    least = terms.mini_competition_from_cents
    if least is not None and not 0 < least <= terms.maximum_value_cents:
        raise Refused(
            "competition-out-of-bounds",
            _("Mini-competitions begin above 0 and at most at the maximum value."),
            status=422,
        )
