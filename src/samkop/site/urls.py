"""Every address of the system."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from samkop.platform.pages.addresses import by_first_part
from samkop.site.api import api
from samkop.site.pages import administration, audit, history, imports, jobs, search, start, tokens

_patterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", start.start, name="start"),
    path("administration/", administration.administration, name="administration"),
    path("administration/organisation/", administration.organisation, name="organisation"),
    path("administration/jobs/", jobs.jobs, name="jobs"),
    path("administration/jobs/<int:run_id>/stop/", jobs.stop, name="stop-job"),
    path("administration/imports/", imports.imports, name="imports"),
    path("administration/imports/<int:import_id>/faults.csv", imports.faults, name="import-faults"),
    path("administration/audit/", audit.audit, name="audit"),
    path("administration/audit.csv", audit.audit_file, name="audit-file"),
    path("history/<slug:kind>/<int:thing_id>/", history.history, name="history"),
    path("search/", search.search_page, name="search"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/make/", tokens.make, name="make-token"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke-token"),
    path("sign-in/", include("samkop.platform.sign_in.urls")),
    path("", include("samkop.platform.notifications.urls")),
    path("", include("samkop.platform.lists.urls")),
    path("", include("samkop.parties.pages.urls")),
    path("", include("samkop.governance.pages.urls")),
    path("", include("samkop.followup.pages.benefit_urls")),
    path("", include("samkop.tendering.pages.urls")),
    path("", include("samkop.tendering.pages.award_urls")),
    path("", include("samkop.tendering.pages.contents_urls")),
    path("", include("samkop.tendering.pages.opening_urls")),
    path("", include("samkop.tendering.pages.bid_urls")),
    path("", include("samkop.tendering.pages.evaluation_urls")),
    path("", include("samkop.agreements.pages.urls")),
    path("", include("samkop.planning.pages.urls")),
    path("", include("samkop.planning.pages.consultation_urls")),
    path("", include("samkop.planning.pages.study_urls")),
    path("", include("samkop.ordering.pages.urls")),
    path("", include("samkop.fleet.pages.urls_overview")),
    path("", include("samkop.fleet.pages.urls_renewal")),
    path("", include("samkop.receiving.pages.urls")),
    path("", include("samkop.fleet.pages.urls")),
    path("", include("samkop.fleet.pages.care_urls")),
    path("", include("samkop.invoicing.pages.urls")),
    path("", include("samkop.followup.pages.price_urls")),
    path("", include("samkop.followup.pages.feedback_urls")),
    path("", include("samkop.opendata.pages.urls")),
    path("", include("samkop.fleet.pages.register_urls")),
    path("", include("samkop.exchange.pages.urls")),
    path("", include("samkop.catalogue.pages.urls")),
]

if settings.DEMO:
    _patterns.append(path("", include("samkop.site.demo.urls")))

urlpatterns = by_first_part(_patterns)

handler500 = "samkop.site.pages.failures.on_failure"
