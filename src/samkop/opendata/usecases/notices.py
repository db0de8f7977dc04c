"""Writing down what the notices for the portal need besides the tender."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.eforms import COUNTRIES
from samkop.opendata.models import NoticeOrganisation, NoticeTerms
from samkop.opendata.policies import may_describe_organisation
from samkop.opendata.vocabulary import NoticeLanguage, NoticeRole
from samkop.platform.actors import Actor
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require
from samkop.tendering.models import Tender
from samkop.tendering.policies import may_run_tender
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.awards import awarded_lots_of, decision_of, standstill_of
from samkop.tendering.vocabulary import TenderState

NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}", re.ASCII)
TELEPHONE = re.compile(r"(\+[0-9][0-9 -]{3,28})?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class OrganisationDetails:
    """As the fields of ``NoticeOrganisation``; name and number of a review body alone."""

    city: str
    country: str
    nuts: str
    name: str = ""
    number: str = ""
    street: str = ""
    postal_code: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    form: str = ""
    activity: str = ""
    size: str = ""


@dataclass(frozen=True, kw_only=True)
class TermsOfNotice:
    """As the fields of ``NoticeTerms``."""

    language: str
    bid_languages: tuple[str, ...]
    nuts: str
    documents_url: str
    review_time: str
    place: str = ""
    eu_funds: bool = False


def describe_organisation(
    *, actor: Actor, now: datetime, role: NoticeRole, details: OrganisationDetails
) -> NoticeOrganisation:
    """Write how one's own organisation stands in notices, or which body reviews it.

    Raises Refused: ``not-allowed``, ``country-unknown``, ``nuts-wrong``, ``telephone-wrong``,
    ``review-body-without-name``.
    """
    require(may_describe_organisation(actor) and role != NoticeRole.WINNER)
    own_id = actor.own_party_id
    if role == NoticeRole.REVIEW_BODY and not (details.name.strip() and details.number.strip()):
        raise _wrong(
            "review-body-without-name", "name", _("Enter the review body's name and number.")
        )
    return _write(details, own_id, role, own_id if role == NoticeRole.OWN else None)


def describe_winner(
    *, actor: Actor, now: datetime, tender_id: int, supplier_id: int, details: OrganisationDetails
) -> NoticeOrganisation:
    """Write how a supplier that won stands in the result, once the decision is sent.

    Raises Refused: ``not-found``, ``not-allowed``, and as ``describe_organisation``.
    """
    tender = tender_of(tender_id)
    require(may_run_tender(actor, tender))
    decision = decision_of(tender_id)
    if decision is None or standstill_of(decision.pk) is None:
        raise not_found()
    if supplier_id not in {lot.supplier_id for lot in awarded_lots_of(decision.pk)}:
        raise not_found()
    return _write(details, tender.owner_id, NoticeRole.WINNER, supplier_id)


def set_notice_terms(
    *, actor: Actor, now: datetime, tender_id: int, terms: TermsOfNotice
) -> NoticeTerms:
    """Write what the tender's notices say besides it.

    Raises Refused: ``not-found``, ``not-allowed``, ``tender-in-another-state``, ``nuts-wrong``,
    ``country-unknown``, ``language-unknown``.
    """
    tender: Tender = tender_of(tender_id)
    require(may_run_tender(actor, tender))
    if tender.state == TenderState.CANCELLED:
        raise Refused("tender-in-another-state", _("The tender is cancelled: it has no notices."))
    _check_place(terms.nuts, COUNTRIES)
    if not terms.bid_languages or not {terms.language, *terms.bid_languages}.issubset(
        NoticeLanguage.values
    ):
        raise _wrong("language-unknown", "bid_languages", _("Choose at least one language."))
    values = {**vars(terms), "bid_languages": " ".join(terms.bid_languages)}
    known = NoticeTerms.objects.filter(tender=tender).first()
    if known is None:
        return create(NoticeTerms(tender=tender, owner_id=tender.owner_id, **values))
    return change(known, **values)


def _write(
    details: OrganisationDetails, kept_by_id: int, role: NoticeRole, party_id: int | None
) -> NoticeOrganisation:
    if details.country not in COUNTRIES:
        raise _wrong("country-unknown", "country", _("Choose a country of the list."))
    _check_place(details.nuts, {details.country})
    if not TELEPHONE.fullmatch(details.telephone):
        raise _wrong(
            "telephone-wrong", "telephone", _("Begin with + and the country: +46 8 123 45 67.")
        )
    values = vars(details)
    rows = NoticeOrganisation.objects.filter(kept_by_id=kept_by_id, role=role)
    known = next((row for row in rows if row.party_id == party_id), None)
    if known is not None:
        return change(known, **values)
    made = NoticeOrganisation(kept_by_id=kept_by_id, role=role, party_id=party_id, **values)
    return create(made)


def _check_place(nuts: str, countries: Collection[str]) -> None:
    if not NUTS.fullmatch(nuts) or nuts[:2] not in countries:
        raise _wrong(
            "nuts-wrong", "nuts", _("A region has the country's two letters first: SE110, FI197.")
        )


def _wrong(code: str, field: str, sentence: str | Promise) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})
