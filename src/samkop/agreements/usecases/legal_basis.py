"""Recording on which legal basis a named buyer buys, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samkop.agreements.models import FrameworkAgreement, LegalBasis, NamedBuyer
from samkop.agreements.usecases.agreement import locked
from samkop.agreements.vocabulary import BasisKind
from samkop.parties.vocabulary import PartyKind
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis to be recorded: its kind, days, document, and art. 12's conditions.

    ``control_holds``, ``activities_hold``, ``no_private_capital`` are the three conditions of
    art. 12(1) of directive 2014/24/EU; they matter for in-house only.
    """

    kind: str
    valid_from: date
    document: str
    register_number: str
    valid_until: date | None = None
    control_holds: bool = False
    activities_hold: bool = False
    no_private_capital: bool = False

    @property
    def in_house_holds(self) -> bool:
        """Whether all three conditions of art. 12(1) hold."""
        return self.control_holds and self.activities_hold and self.no_private_capital


def record_legal_basis(
    *, actor: Actor, now: datetime, agreement_id: int, buyer_id: int, basis: Basis
) -> LegalBasis:
    """Record the legal basis of a named buyer; its orders are placed only while one holds.

    Raises Refused: ``not-found``, ``not-allowed``, and as ``write_legal_basis``.
    """
    agreement = locked(actor, agreement_id)
    if not NamedBuyer.objects.filter(agreement=agreement, buyer_id=buyer_id).exists():
        raise not_found()
    return write_legal_basis(agreement, buyer_id, basis, now)


def end_legal_basis(
    *, actor: Actor, now: datetime, agreement_id: int, buyer_id: int, valid_until: date
) -> LegalBasis:
    """Set the last day of the legal basis that holds longest; orders placed stay.

    Raises Refused: ``not-found``, ``not-allowed``, ``basis-ends-before-it-starts``.
    """
    agreement = locked(actor, agreement_id)
    basis = (
        LegalBasis.objects.filter(agreement=agreement, buyer_id=buyer_id)
        .order_by("-valid_from")
        .first()
    )
    if basis is None:
        raise not_found()
    _check_days(basis.valid_from, valid_until)
    return change(basis, valid_until=valid_until)


def write_legal_basis(
    agreement: FrameworkAgreement, buyer_id: int, basis: Basis, now: datetime
) -> LegalBasis:
    """Write it down, in the open unit of work of somebody who runs the agreement.

    Raises Refused: ``basis-unknown``, ``basis-document-missing``, ``in-house-does-not-hold``,
    ``not-a-central-purchasing-body``, ``not-its-own-procurement``,
    ``basis-ends-before-it-starts``, ``basis-holds-already``.
    """
    _check_kind(agreement, buyer_id, basis)
    _check_days(basis.valid_from, basis.valid_until)
    before = LegalBasis.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=basis.valid_from),
        agreement=agreement, buyer_id=buyer_id,
    )  # fmt: skip
    if before.exists():
        raise Refused(
            "basis-holds-already",
            _("A legal basis is recorded for this day already. End it the day before first."),
        )
    return create(
        LegalBasis(
            agreement=agreement, buyer_id=buyer_id, kind=basis.kind,
            valid_from=basis.valid_from, valid_until=basis.valid_until,
            document=basis.document.strip(), register_number=basis.register_number,
            control_holds=basis.control_holds, activities_hold=basis.activities_hold,
            no_private_capital=basis.no_private_capital, at=now,
        )
    )  # fmt: skip


def _check_kind(agreement: FrameworkAgreement, buyer_id: int, basis: Basis) -> None:
    runner = agreement.purchasing_body
    if basis.kind not in BasisKind.values:
        raise Refused("basis-unknown", _("Choose one of the legal bases."), status=422)
    if not basis.document.strip():
        raise Refused(
            "basis-document-missing",
            _("Name the document on which the legal basis rests: a statute, contract, decision."),
            status=422,
        )
    if basis.kind == BasisKind.IN_HOUSE and not basis.in_house_holds:
        raise Refused(
            "in-house-does-not-hold",
            _("In-house needs all three conditions of art. 12 to hold. Choose another basis."),
        )
    central = runner.kind == PartyKind.CENTRAL_PURCHASING_BODY
    if basis.kind == BasisKind.CENTRAL_PURCHASING and not central:
        raise Refused(
            "not-a-central-purchasing-body",
            _("Only a central purchasing body serves others under art. 37. Choose another basis."),
        )
    if (basis.kind == BasisKind.OWN_PROCUREMENT) != (buyer_id == runner.pk):
        raise Refused(
            "not-its-own-procurement",
            _("Its own procurement is the basis of who runs the agreement, and of nobody else."),
        )


def _check_days(valid_from: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise Refused(
            "basis-ends-before-it-starts",
            _("The last day is before the first. Correct one of the two."),
        )
