"""Addresses of open data; all but the decisions are for everybody."""

from django.urls import path

from samkop.opendata.pages import decisions, downloads, public

urlpatterns = [
    path("open-data/", public.overview, name="opendata"),
    path("open-data/agreements/", public.agreements, name="open-agreements"),
    path("open-data/tenders/", public.tenders, name="open-tenders"),
    path("open-data/spending/", public.spending_page, name="open-spending"),
    path("open-data/published/", public.fields, name="open-fields"),
    path("open-data/purchases.csv", downloads.purchases_file, name="open-purchases-file"),
    path("open-data/agreements.csv", downloads.agreements_file, name="open-agreements-file"),
    path("open-data/releases.jsonl", downloads.releases_file, name="open-releases-file"),
    path("open-data/releases.json", downloads.package, name="open-package"),
    path("open-data/processes/<slug:ocid>.json", downloads.record, name="open-record"),
    path("open-data/processes/<slug:ocid>/", public.process, name="open-process"),
    path("open-data/decisions/", decisions.decisions, name="publication-decisions"),
    path("open-data/decisions/send/", decisions.decide, name="decide-publication"),
]
