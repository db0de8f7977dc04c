"""What the notices of a tender need besides it, for tests; written through the use cases."""

from __future__ import annotations

from datetime import UTC, datetime

from samkop.opendata.usecases.notices import (
    OrganisationDetails,
    TermsOfNotice,
    describe_organisation,
    describe_winner,
    set_notice_terms,
)
from samkop.opendata.vocabulary import NoticeRole
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform
from samkop.tendering.models import Tender

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
REVIEW_TIMES = {"sv": "Tio dagar.", "fi": "Neljätoista päivää.", "en": "Ten days."}


def details(**fields: str) -> OrganisationDetails:
    """An office in Nacka."""
    given = {
        "street": "Gatan 1", "postal_code": "131 81", "city": "Nacka", "country": "SE",
        "nuts": "SE110", "telephone": "+46 8 718 80 00", "email": "upphandling@samkop.example",
        **fields,
    }  # fmt: skip
    return OrganisationDetails(**given)


def a_buyer_in_notices(runner: Actor) -> None:
    """The runner's organisation and the body that reviews its procurements."""
    perform(
        runner, describe_organisation, now=NOW, role=NoticeRole.OWN,
        details=details(form="la", activity="gen-pub", website="https://samkop.example/"),
    )  # fmt: skip
    court = details(name="Provrätten", number="202100-2742", city="Stockholm")
    perform(runner, describe_organisation, now=NOW, role=NoticeRole.REVIEW_BODY, details=court)


def notice_terms(language: str = "sv", **fields: str) -> TermsOfNotice:
    """The terms of notices in a language."""
    given = {
        "bid_languages": ("sv", "en"), "nuts": "SE110", "place": "Nacka",
        "documents_url": "https://samkop.example/underlag/", **fields,
    }  # fmt: skip
    return TermsOfNotice(language=language, review_time=REVIEW_TIMES[language], **given)


def a_tender_in_notices(runner: Actor, tender: Tender, language: str = "sv") -> None:
    """Everything that a tender's contract notice needs."""
    a_buyer_in_notices(runner)
    perform(
        runner, set_notice_terms, now=NOW, tender_id=tender.pk, terms=notice_terms(language)
    )  # fmt: skip


def a_winner_in_notices(runner: Actor, tender: Tender, supplier_id: int) -> None:
    """A winner as the contracting authority describes it."""
    perform(
        runner, describe_winner, now=NOW, tender_id=tender.pk, supplier_id=supplier_id,
        details=details(size="small", street="Gatan 2"),
    )  # fmt: skip
