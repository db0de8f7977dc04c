"""Agreements for programs: what may be bought, until when, and how much room is left."""

from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from samkop.agreements.models import Ceiling, FrameworkAgreement, SharedCeiling
from samkop.agreements.queries import agreements_of, room_of
from samkop.core.money import amount_text
from samkop.platform.api import PROBLEMS, caller, reads

router = Router(tags=["Agreements"])


class CeilingOut(Schema):
    """Money without VAT as decimal strings: at most, committed so far, left."""

    maximum: str
    committed: str
    left: str


class AgreementOut(Schema):
    """A framework agreement that the token's organisation runs, supplies or may use."""

    id: int
    number: str
    register_number: str
    title: str
    category: str
    state: str
    purchasing_body: str
    supplier: str
    valid_from: date
    valid_until: date
    currency: str
    ceiling: CeilingOut | None


@router.get(
    "/agreements", response={200: list[AgreementOut], **PROBLEMS}, operation_id="list_agreements"
)
@reads("agreements:read")
def agreements(request: HttpRequest) -> list[AgreementOut]:
    """Every agreement of the token's organisation, with its ceiling."""
    return [_agreement(found) for found in agreements_of(caller(request).party_id or 0)]


def _agreement(found: FrameworkAgreement) -> AgreementOut:
    return AgreementOut(
        id=found.pk, number=found.number, register_number=found.register_number,
        title=found.title, category=found.category, state=found.state,
        purchasing_body=found.purchasing_body.legal_name, supplier=found.supplier.legal_name,
        valid_from=found.valid_from, valid_until=found.valid_until, currency=found.currency,
        ceiling=_ceiling(found),
    )  # fmt: skip


def _ceiling(found: FrameworkAgreement) -> CeilingOut | None:
    if not hasattr(found, "ceiling"):
        return None  # in preparation: no ceiling is set yet
    return ceiling_out(found.ceiling, room_of(found.ceiling))


def ceiling_out(ceiling: Ceiling | SharedCeiling, left: int) -> CeilingOut:
    """Its amounts as text; ``left`` in cents is less where others use up the same maximum."""
    maximum, committed = ceiling.maximum_cents, ceiling.committed_cents
    return CeilingOut(
        maximum=amount_text(maximum),
        committed=amount_text(committed),
        left=amount_text(left),
    )
