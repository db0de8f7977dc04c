"""Addresses of the benefit of buying together."""

from django.urls import path

from samkop.followup.pages import benefit, benefit_assumptions, benefit_lists, benefit_member

BENEFIT = "cooperation/benefit/<int:benefit_id>/"
MEMBER = f"{BENEFIT}members/<int:buyer_id>/"
ASSUMPTIONS = "cooperation/benefit/assumptions/"

urlpatterns = [
    path("cooperation/benefit/", benefit.benefit, name="benefit"),
    path("cooperation/benefit/compute/", benefit.compute, name="compute-benefit"),
    path("cooperation/benefit/share/", benefit.share, name="share-assumptions"),
    path("cooperation/benefit/purchases/", benefit_lists.purchases, name="benefit-purchases"),
    path(ASSUMPTIONS, benefit_assumptions.assumptions, name="benefit-assumptions"),
    path(
        f"{ASSUMPTIONS}<slug:assumption_key>/",
        benefit_assumptions.assumption,
        name="benefit-assumption",
    ),
    path(
        f"{ASSUMPTIONS}<slug:assumption_key>/set/", benefit_assumptions.send, name="set-assumption"
    ),
    path(BENEFIT, benefit.benefit_computed, name="benefit-computed"),
    path(f"{BENEFIT}files/<slug:file_kind>/", benefit_lists.members_file, name="benefit-file"),
    path(MEMBER, benefit_member.member, name="benefit-member"),
    path(f"{MEMBER}<slug:figure>/", benefit_member.figure, name="benefit-figure"),
    path(f"{BENEFIT}leaving/<int:buyer_id>/", benefit_member.leaving, name="benefit-leaving"),
]
