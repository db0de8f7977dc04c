"""Reads: planned lots with the volumes of their buyers, as a tender takes them over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from samkop.planning.models import NeedLine, PlannedLot, PlannedLotLine
from samkop.planning.queries.pre_studies import study_of
from samkop.planning.vocabulary import NeedState


@dataclass(frozen=True)
class BuyerVolume:
    """What a buyer expects of a lot: ``quantity`` in the lot's unit, cents without VAT of all
    that it holds, whatever its unit.
    """

    buyer_id: int
    buyer: str
    quantity: int
    low_cents: int
    likely_cents: int
    high_cents: int


@dataclass(frozen=True)
class LotPlan:
    """A planned lot as plain values; ``titles`` by language (sv, fi, en)."""

    lot_id: int
    position: int
    titles: dict[str, str]
    description: str
    unit: str
    division: str
    reason: str
    outsourcing: str
    outsourcing_reason: str
    buyers: tuple[BuyerVolume, ...]

    @property
    def quantity(self) -> int:
        """Of all buyers, in the lot's unit."""
        return sum(one.quantity for one in self.buyers)

    @property
    def likely_cents(self) -> int:
        """Of all buyers."""
        return sum(one.likely_cents for one in self.buyers)

    @property
    def high_cents(self) -> int:
        """Of all buyers, at the most."""
        return sum(one.high_cents for one in self.buyers)


@dataclass(frozen=True)
class StudyPlan:
    """What a tender takes over from a pre-study: titles by language, and its lots."""

    study_id: int
    number: str
    register_number: str
    titles: dict[str, str]
    aim: str
    category: str
    currency: str
    lots: tuple[LotPlan, ...]


def planned_lots_of(pre_study_id: int) -> list[LotPlan]:
    """The planned lots of a pre-study of one's own in their order, each with its buyers' volumes.

    What was withdrawn since does not count. Two queries.
    """
    held: dict[int, list[NeedLine]] = defaultdict(list)
    rows = PlannedLotLine.objects.filter(
        study_id=pre_study_id, line__need__state=NeedState.REPORTED
    ).select_related("line__owner")
    for one in rows.order_by("line_id"):
        held[one.lot_id].append(one.line)
    lots = PlannedLot.objects.filter(study_id=pre_study_id).order_by("position", "id")
    return [
        LotPlan(
            lot_id=lot.pk, position=position, titles=_titles(lot), description=lot.description,
            unit=lot.unit, division=lot.division, reason=lot.reason, outsourcing=lot.outsourcing,
            outsourcing_reason=lot.outsourcing_reason, buyers=_volumes(lot, held[lot.pk]),
        )
        for position, lot in enumerate(lots, 1)
    ]  # fmt: skip


def study_plan_of(pre_study_id: int) -> StudyPlan:
    """What a tender begins with. Raises Refused ``not-found``."""
    study = study_of(pre_study_id)
    return StudyPlan(
        study_id=study.pk, number=study.number, register_number=study.register_number,
        titles={"sv": study.title_sv, "fi": study.title_fi, "en": study.title_en}, aim=study.aim,
        category=study.category, currency=study.currency,
        lots=tuple(planned_lots_of(pre_study_id)),
    )  # fmt: skip


def _titles(lot: PlannedLot) -> dict[str, str]:
    return {"sv": lot.title_sv, "fi": lot.title_fi, "en": lot.title_en}


def _volumes(lot: PlannedLot, lines: list[NeedLine]) -> tuple[BuyerVolume, ...]:
    by_buyer: dict[int, list[NeedLine]] = defaultdict(list)
    for line in lines:
        by_buyer[line.owner_id].append(line)
    found = [
        BuyerVolume(
            buyer_id=buyer_id, buyer=own[0].owner.legal_name,
            quantity=sum(line.quantity for line in own if line.unit == lot.unit),
            low_cents=sum(line.low_cents for line in own),
            likely_cents=sum(line.likely_cents for line in own),
            high_cents=sum(line.high_cents for line in own),
        )
        for buyer_id, own in by_buyer.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.buyer, one.buyer_id)))
