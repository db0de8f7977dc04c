"""Starting a mini-competition among all suppliers of a rule that can perform, and its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import (
    CallOffRule,
    CompetitionResult,
    FrameworkAgreement,
    MiniCompetition,
    NamedBuyer,
)
from samkop.agreements.policies import may_run_call_off
from samkop.agreements.queries import call_off_of, day_of, origin_of
from samkop.agreements.queries.mini_competitions import able_to_perform
from samkop.planning.vocabulary import Category
from samkop.platform.actors import Actor
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require
from samkop.tendering.models import ContractSignature
from samkop.tendering.usecases.invitations import invite_supplier
from samkop.tendering.usecases.lots import LotTerms, Volume, add_lot, name_tender_buyer
from samkop.tendering.usecases.tender import TenderTerms, prepare_tender
from samkop.tendering.vocabulary import CallOffMethod, ContractNature, Procedure


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be called off: by whom, how much, worth how many cents without VAT at most.

    ``cpv`` where the suppliers' agreements do not come from a tender here.
    """

    number: str
    register_number: str
    title: str
    description: str
    buyer_id: int
    quantity: int
    unit: str
    value_cents: int
    term_months: int
    cpv: str


def start_mini_competition(
    *, actor: Actor, now: datetime, rule_id: int, wanted: Wanted
) -> MiniCompetition:
    """Prepare a tender by invitation to every supplier of the rule that can perform.

    Terms, title and more buyers are completed on the tender's own pages. Raises Refused:
    ``not-found``, ``not-allowed``, ``call-off-not-adopted``, ``competition-not-by-the-rule``,
    ``nobody-can-perform``, ``buyer-not-named``, and as ``prepare_tender``, ``add_lot`` and
    ``name_tender_buyer``.
    """
    rule = call_off_of(rule_id)
    require(may_run_call_off(actor, rule))
    _check_rule(rule, wanted.value_cents)
    today = day_of(rule.purchasing_body, now)
    able = able_to_perform(rule_id, wanted.value_cents, today)
    if not able:
        raise Refused(
            "nobody-can-perform",
            _("No agreement of this rule is in force with room for that value. Nobody can bid."),
        )
    named = NamedBuyer.objects.filter(agreement__in=able, buyer_id=wanted.buyer_id)
    if not named.exists():
        raise Refused(
            "buyer-not-named",
            _("This buyer was not named in the procurement: it cannot call off (art. 33(2))."),
        )
    tender = prepare_tender(actor=actor, now=now, terms=_terms(rule, able[0], wanted))
    lot = add_lot(
        actor=actor, now=now, tender_id=tender.pk,
        terms=LotTerms(
            wanted.title, wanted.title, wanted.title, tender.cpv, wanted.value_cents,
            wanted.value_cents,
        ),
    )  # fmt: skip
    volume = Volume(wanted.buyer_id, wanted.quantity, wanted.unit, wanted.value_cents)
    name_tender_buyer(actor=actor, now=now, lot_id=lot.pk, volume=volume)
    for agreement in able:
        invite_supplier(
            actor=actor, now=now, tender_id=tender.pk, supplier_id=agreement.supplier_id
        )
    return create(MiniCompetition(rule=rule, tender=tender, at=now))


def record_result(signature: ContractSignature, now: datetime) -> CompetitionResult | None:
    """What was signed is called off from the winner's agreement; None for no competition of ours.

    In the open unit of work of who carries the signature out.
    """
    awarded = signature.awarded_lot
    competition = MiniCompetition.objects.filter(tender_id=signature.tender_id).first()
    if competition is None or awarded.price_cents is None:
        return None
    agreement = FrameworkAgreement.objects.filter(
        call_off_rule_id=competition.rule_id, supplier_id=awarded.supplier_id
    ).first()
    if agreement is None:
        return None
    return create(
        CompetitionResult(
            competition=competition, agreement=agreement, awarded_lot=awarded,
            price_cents=awarded.price_cents, at=now,
        )
    )  # fmt: skip


def _check_rule(rule: CallOffRule, cents: int) -> None:
    if rule.adopted_at is None:
        raise Refused(
            "call-off-not-adopted",
            _("How %(number)s is called off is not adopted yet. Adopt the rule of call-off first."),
            number=rule.number,
        )
    least = rule.mini_competition_from_cents
    competed = rule.method == CallOffMethod.MINI_COMPETITION or (
        least is not None and cents >= least
    )
    if not competed:
        raise Refused(
            "competition-not-by-the-rule",
            _("By its rule, %(number)s is called off directly for that value: nobody competes."),
            number=rule.number,
        )


def _terms(rule: CallOffRule, first: FrameworkAgreement, wanted: Wanted) -> TenderTerms:
    """What the agreements have is taken from them."""
    origin = origin_of(first.pk)
    services = {Category.SERVICES, Category.SOFTWARE}
    nature = ContractNature.SERVICES if first.category in services else ContractNature.SUPPLIES
    return TenderTerms(
        number=wanted.number, register_number=wanted.register_number, title_sv=wanted.title,
        title_fi=wanted.title, title_en=wanted.title, description=wanted.description,
        category=first.category, procedure=Procedure.MINI_COMPETITION,
        nature=origin.tender.nature if origin else nature,
        cpv=origin.awarded_lot.lot.cpv if origin else wanted.cpv, currency=rule.currency,
        estimated_value_cents=wanted.value_cents, term_months=wanted.term_months,
        division_reason=f"{rule.number} {rule.title}",
    )  # fmt: skip
