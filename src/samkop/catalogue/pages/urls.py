"""Addresses of the shop and of its catalogues."""

from __future__ import annotations

from django.urls import path

from samkop.catalogue.pages import (
    availability,
    compare,
    configurations,
    endings,
    entitlements,
    imports,
    items,
    joint_range,
    keeping,
    pictures,
    range_proposals,
    results,
    shop,
    wishes,
)

urlpatterns = [
    path("shop/", shop.shop, name="shop"),
    path("shop/compare/", compare.compare, name="compare"),
    path("shop/items/<int:item_id>/", items.item, name="item"),
    path("shop/items/<int:item_id>/range/", items.join_range, name="join-range"),
    path("shop/items/<int:item_id>/range/end/", items.leave_range, name="leave-range"),
    path(
        "shop/configurations/<int:configuration_id>/",
        configurations.configuration,
        name="configuration",
    ),
    path("configurations/", configurations.configurations, name="configurations"),
    path("configurations/add/", configurations.add, name="add-configuration"),
    path("configurations/enrolment/", configurations.enrolment, name="enrolment"),
    path("configurations/enrolment/send/", configurations.send_enrolment, name="send-enrolment"),
    path(
        "configurations/<int:configuration_id>/",
        configurations.versions,
        name="configuration-versions",
    ),
    path(
        "configurations/<int:configuration_id>/versions/",
        configurations.add_version,
        name="add-configuration-version",
    ),
    path(
        "configurations/<int:configuration_id>/end/",
        configurations.end,
        name="end-configuration",
    ),
    path("availability/", availability.availability, name="availability"),
    path("availability/upload/", availability.upload, name="availability-upload"),
    path("availability/files/<int:file_id>/", availability.file, name="availability-file"),
    path(
        "availability/files/<int:file_id>/import/", availability.apply, name="availability-import"
    ),
    path("availability/items/<int:item_id>/", availability.item, name="item-availability"),
    path("availability/items/<int:item_id>/say/", availability.say, name="say-availability"),
    path("shop/items/<int:item_id>/successor/", endings.successor, name="name-successor"),
    path("shop/keep/", keeping.shelf, name="keep-shop"),
    path("shop/keep/<int:item_id>/", keeping.item, name="keep-item"),
    path("shop/keep/<int:item_id>/texts/", keeping.describe, name="describe-item"),
    path("shop/keep/<int:item_id>/first/", keeping.show_first, name="feature-item"),
    path("shop/keep/<int:item_id>/picture/", pictures.upload, name="upload-picture"),
    path("shop/keep/<int:item_id>/picture/choose/", pictures.choose, name="choose-picture"),
    path("shop/pictures/<int:picture_id>/", pictures.large, name="picture"),
    path("shop/pictures/<int:picture_id>/small/", pictures.small, name="small-picture"),
    path("shop/features/<int:feature_id>/end/", keeping.show_last, name="end-feature"),
    path("shop/wish/", wishes.wish, name="wish"),
    path("shop/wish/say/", wishes.say, name="say-wish"),
    path("shop/wish/<int:wish_id>/take-back/", wishes.take_back, name="take-back-wish"),
    path("shop/wishes/", wishes.wishes, name="wishes"),
    path("range/endings/", endings.endings, name="range-endings"),
    path("cooperation/range/", joint_range.joint_range, name="joint-range"),
    path("cooperation/range/wishes/", joint_range.said, name="range-wishes"),
    path("cooperation/range/proposals/", joint_range.proposals, name="range-proposals"),
    path("cooperation/range/proposals/new/", range_proposals.adding, name="range-proposal-add"),
    path("cooperation/range/proposals/send/", range_proposals.send, name="send-range-proposal"),
    *(
        path(f"cooperation/range/proposals/<int:range_proposal_id>/{step}", view, name=name)
        for step, view, name in (
            ("", range_proposals.proposal, "range-proposal"),
            ("change/", range_proposals.changing, "change-range-proposal"),
            ("change/send/", range_proposals.change, "send-change-of-proposal"),
            ("propose/", range_proposals.propose, "propose-range-change"),
            ("withdraw/", range_proposals.withdraw, "withdraw-range-proposal"),
            ("table/", range_proposals.bring, "bring-to-table"),
            ("decide/", range_proposals.decide, "decide-range-proposal"),
            ("write/", range_proposals.write, "write-range-change"),
        )
    ),
    path("entitlements/", entitlements.rules, name="entitlements"),
    path("entitlements/add/", entitlements.add_rule, name="add-entitlement"),
    path("entitlements/<int:rule_id>/end/", entitlements.end_rule, name="end-entitlement"),
    path("entitlements/exceptions/", entitlements.exceptions, name="entitlement-exceptions"),
    path("entitlements/exceptions/grant/", entitlements.grant, name="grant-exception"),
    path("catalogues/", imports.catalogues, name="catalogues"),
    path("catalogues/upload/", imports.upload, name="catalogue-upload"),
    path("catalogues/files/<int:file_id>/", imports.file, name="catalogue-file"),
    path("catalogues/files/<int:file_id>/import/", imports.apply, name="catalogue-import"),
    path("catalogues/files/<int:file_id>/stop/", imports.stop, name="catalogue-stop"),
    path("catalogues/files/<int:file_id>/faults.csv", results.file_faults, name="file-faults"),
    path("catalogues/<int:catalogue_id>/", results.catalogue, name="catalogue"),
    path(
        "catalogues/<int:catalogue_id>/refused.csv",
        results.refused_lines,
        name="catalogue-refused",
    ),
]
