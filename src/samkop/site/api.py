"""The API: every app's operations under one door, described by OpenAPI."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest
from ninja.security import HttpBearer

import samkop
from samkop.agreements.api import router as agreements
from samkop.agreements.running_api import router as running_agreements
from samkop.catalogue.api import router as catalogue
from samkop.fleet.api import router as fleet
from samkop.followup.benefit_api import router as benefits
from samkop.followup.feedback_api import router as feedback
from samkop.followup.price_api import router as prices
from samkop.governance.incident_api import router as incidents
from samkop.invoicing.api import router as invoicing
from samkop.opendata.api import router as opendata
from samkop.ordering.api import router as ordering
from samkop.ordering.reports_api import router as supplier_reports
from samkop.parties.api import router as parties
from samkop.parties.queries import actor_of_token
from samkop.planning.consultation_api import router as consultations
from samkop.planning.need_api import router as needs
from samkop.platform.actors import Actor
from samkop.platform.api import ProblemAPI, speak_problems
from samkop.platform.lists.api import router as lists
from samkop.platform.notifications.api import router as notifications
from samkop.receiving.api import router as receiving
from samkop.site.search_api import router as search
from samkop.site.sent_files_api import router as sent_files
from samkop.tendering.bid_api import router as bids
from samkop.tendering.tender_api import router as tenders


class Token(HttpBearer):
    """``Authorization: Bearer samkop_…``: who calls is the token's person, within its scopes."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return actor_of_token(token, datetime.now(UTC))


api = ProblemAPI(
    title="Samköp",
    version=samkop.__version__,
    description="Shared ICT sourcing for municipalities. Errors are RFC 9457 problem details.",
    auth=Token(),
    docs_url=None,
    urls_namespace="api",
)
speak_problems(api)
# In the order in which an address is looked for: what programs ask most comes first.
for router in (
    ordering,
    agreements,
    running_agreements,
    fleet,
    invoicing,
    supplier_reports,
    catalogue,
    consultations,
    feedback,
    needs,
    prices,
    benefits,
    incidents,
    tenders,
    bids,
    lists,
    notifications,
    opendata,
    parties,
    receiving,
    search,
    sent_files,
):
    api.add_router("", router)
