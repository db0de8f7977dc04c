"""Addresses of prices held against their rules."""

from django.urls import path

from samkop.followup.pages import price_findings, price_lists, price_terms, prices

ROOT = "cooperation/prices/"
ONE = f"{ROOT}findings/<int:price_finding_id>/"

urlpatterns = [
    path(ROOT, prices.overview, name="prices-overview"),
    path(f"{ROOT}items/", prices.items, name="price-items"),
    path(f"{ROOT}items/<int:item_id>/", prices.item, name="price-item"),
    path(f"{ROOT}items/<int:item_id>/prices.csv", prices.item_file, name="price-item-file"),
    path(f"{ROOT}purchases/", price_lists.checks, name="price-checks"),
    path(f"{ROOT}purchases/<int:price_check_id>/", price_findings.check, name="price-check"),
    path(f"{ROOT}findings/", price_lists.findings, name="price-findings"),
    path(ONE, price_findings.finding, name="price-finding"),
    path(f"{ONE}ask/", price_findings.ask, name="ask-about-price"),
    path(f"{ONE}answer/", price_findings.answer, name="answer-price-finding"),
    path(f"{ONE}end/", price_findings.end, name="end-price-finding"),
    path(f"{ROOT}terms/", price_terms.terms, name="price-terms"),
    path(f"{ROOT}terms/tolerance/", price_terms.set_tolerance, name="set-price-tolerance"),
    path(f"{ROOT}terms/sharing/", price_terms.choose_sharing, name="choose-price-sharing"),
]
