"""Addresses of open data; all but the decisions are for everybody."""

from django.urls import path

from samkop.opendata.pages import decisions, downloads, notices, prices, public

urlpatterns = [
    path("open-data/", public.overview, name="opendata"),
    path("open-data/agreements/", public.agreements, name="open-agreements"),
    path("open-data/tenders/", public.tenders, name="open-tenders"),
    path("open-data/spending/", public.spending_page, name="open-spending"),
    path("open-data/prices/", prices.prices, name="open-prices"),
    path("open-data/prices/prices.csv", downloads.prices_file, name="open-prices-file"),
    path("open-data/prices/<int:published_price_id>/", prices.price, name="open-price"),
    path("open-data/published/", public.fields, name="open-fields"),
    path("open-data/purchases.csv", downloads.purchases_file, name="open-purchases-file"),
    path("open-data/agreements.csv", downloads.agreements_file, name="open-agreements-file"),
    path("open-data/releases.jsonl", downloads.releases_file, name="open-releases-file"),
    path("open-data/releases.json", downloads.package, name="open-package"),
    path("open-data/processes/<slug:ocid>.json", downloads.record, name="open-record"),
    path("open-data/processes/<slug:ocid>/", public.process, name="open-process"),
    path("open-data/decisions/", decisions.decisions, name="publication-decisions"),
    path("open-data/decisions/send/", decisions.decide, name="decide-publication"),
    path("open-data/our-details/", notices.details, name="notice-details"),
    path(
        "open-data/our-details/<slug:notice_role>/send/",
        notices.send_details,
        name="describe-organisation",
    ),
    path("tenders/<int:tender_id>/notices/", notices.notices, name="tender-notices"),
    path("tenders/<int:tender_id>/notices/terms/", notices.send_terms, name="send-notice-terms"),
    path(
        "tenders/<int:tender_id>/notices/contract-notice.xml",
        notices.contract_notice,
        name="contract-notice-file",
    ),
    path("tenders/<int:tender_id>/notices/result.xml", notices.result, name="result-notice-file"),
    path(
        "tenders/<int:tender_id>/notices/winners/<int:bidder_id>/",
        notices.winner,
        name="winner-details",
    ),
    path(
        "tenders/<int:tender_id>/notices/winners/<int:bidder_id>/send/",
        notices.send_winner,
        name="describe-winner",
    ),
]
