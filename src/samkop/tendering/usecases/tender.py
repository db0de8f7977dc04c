"""Preparing a tender, and changing it while it is in preparation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party
from samkop.parties.vocabulary import BUYER_KINDS, PartyKind
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_allowed
from samkop.platform.unit_of_work import require
from samkop.tendering.models import Tender
from samkop.tendering.policies import may_prepare_tender
from samkop.tendering.usecases.states import locked_tender, require_state
from samkop.tendering.vocabulary import BY_INVITATION, RUN_HERE, Procedure, Regime, TenderState

AUTHORITIES = BUYER_KINDS | {PartyKind.CENTRAL_PURCHASING_BODY}


@dataclass(frozen=True)
class TenderTerms:
    """What a tender is: as the fields of ``Tender``, which says what each means."""

    number: str
    register_number: str
    title_sv: str
    title_fi: str
    title_en: str
    description: str
    category: str
    procedure: str
    nature: str
    cpv: str
    currency: str
    estimated_value_cents: int
    term_months: int
    option_months: int = 0
    division_reason: str = ""
    term_reason: str = ""
    regime: str = Regime.UNION
    prior_information_on: date | None = None
    urgency_reason: str = ""


def prepare_tender(*, actor: Actor, now: datetime, terms: TenderTerms) -> Tender:
    """Begin a tender of the acting party; nobody else sees it before it is announced.

    Raises Refused: ``not-allowed``, ``not-a-contracting-authority``, ``tender-number-taken``,
    ``estimated-value-missing``, ``term-missing``, ``procedure-not-run-here``.
    """
    require(may_prepare_tender(actor))
    if actor.party_id is None or actor.person_id is None:
        raise not_allowed()
    if not Party.objects.filter(id=actor.party_id, kind__in=AUTHORITIES).exists():
        raise Refused(
            "not-a-contracting-authority",
            _("Your organisation is no contracting authority: it cannot run a tender."),
        )
    _check(terms, actor.party_id)
    return create(
        Tender(
            owner_id=actor.party_id, responsible_id=actor.person_id, created_at=now,
            **_fields(terms),
        )
    )  # fmt: skip


def change_prepared_tender(
    *, actor: Actor, now: datetime, tender_id: int, terms: TenderTerms
) -> Tender:
    """Write the terms anew while the tender is in preparation.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``, and as
    ``prepare_tender``.
    """
    tender = locked_tender(actor, tender_id)
    require_state(tender, TenderState.IN_PREPARATION)
    _check(terms, tender.owner_id, but=tender.pk)
    return change(tender, **_fields(terms))


def _fields(terms: TenderTerms) -> dict[str, object]:
    return {**vars(terms), "by_invitation": Procedure(terms.procedure) in BY_INVITATION}


def _check(terms: TenderTerms, owner_id: int, but: int = 0) -> None:
    if terms.estimated_value_cents <= 0:
        raise Refused(
            "estimated-value-missing",
            _("A tender has an estimated value, without VAT, options included. Enter it."),
        )
    if Procedure(terms.procedure) not in RUN_HERE:
        raise Refused(
            "procedure-not-run-here",
            _("This procedure takes requests to participate first, which cannot be sent in here."
              " Choose the open procedure, or run this one elsewhere."),
        )  # fmt: skip
    if terms.term_months <= 0:
        raise Refused("term-missing", _("Say for how many months the agreement is to last."))
    taken = Tender.objects.filter(owner_id=owner_id, number=terms.number).exclude(id=but)
    if taken.exists():
        raise Refused(
            "tender-number-taken",
            _("You have a tender %(number)s already. Choose another number."),
            number=terms.number,
        )
