"""A tender takes over what its pre-study planned: nothing of it is typed a second time."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.planning.queries import own_study_of, planned_lots_of
from samkop.planning.vocabulary import PreStudyState
from samkop.platform.actors import Actor
from samkop.platform.records import change
from samkop.platform.refusals import Refused
from samkop.tendering.models import Lot, Tender
from samkop.tendering.usecases.consultation_records import attached
from samkop.tendering.usecases.lots import LotTerms, Volume, add_lot, name_tender_buyer, prepared


def take_over_pre_study(
    *, actor: Actor, now: datetime, tender_id: int, pre_study_id: int
) -> Tender:
    """Give a tender without lots those of a finished pre-study, with buyers and volumes.

    A lot is estimated at its likely value, and its maximum is the highest that its buyers expect.
    The records of its market consultations become documents of the tender.
    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``,
    ``lots-there-already``, ``pre-study-not-finished``, ``pre-study-in-another-currency``, and as
    ``add_lot`` and ``name_tender_buyer``.
    """
    tender = prepared(actor, tender_id)
    if Lot.objects.filter(tender=tender).exists():
        raise Refused(
            "lots-there-already",
            _("The tender has lots. Take them out first, or go on with them."),
        )
    study = own_study_of(tender.owner_id, pre_study_id)
    if study.state != PreStudyState.FINISHED:
        raise Refused(
            "pre-study-not-finished",
            _("%(number)s is not finished: its homework comes before the tender."),
            number=study.number,
        )
    if study.currency != tender.currency:
        raise Refused(
            "pre-study-in-another-currency",
            _("%(number)s reckons in %(currency)s. Choose another pre-study, or that currency."),
            number=study.number,
            currency=study.currency,
        )
    for planned in planned_lots_of(pre_study_id):
        terms = LotTerms(
            title_sv=planned.titles["sv"], title_fi=planned.titles["fi"],
            title_en=planned.titles["en"], cpv=tender.cpv, description=planned.description,
            estimated_value_cents=planned.likely_cents, maximum_value_cents=planned.high_cents,
            reason=planned.reason,
        )  # fmt: skip
        lot = add_lot(actor=actor, now=now, tender_id=tender_id, terms=terms)
        for one in planned.buyers:
            volume = Volume(one.buyer_id, one.quantity, planned.unit, one.likely_cents)
            name_tender_buyer(actor=actor, now=now, lot_id=lot.pk, volume=volume)
    taken = change(tender, pre_study=study)
    attached(taken, now)
    return taken
