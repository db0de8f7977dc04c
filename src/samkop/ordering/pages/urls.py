"""Addresses of ordering."""

from __future__ import annotations

from django.urls import path

from samkop.ordering.pages import (
    approval_rules,
    approvals,
    authority,
    basket,
    basket_configurations,
    budgets,
    delegations,
    order_file,
    orders,
    reports,
    requisitions,
    saved_baskets,
)

urlpatterns = [
    path("agreements/<int:agreement_id>/reports/", reports.reports, name="supplier-reports"),
    path("agreements/<int:agreement_id>/reports/send/", reports.send, name="send-supplier-report"),
    path("supplier-reports/<int:report_id>/", reports.report, name="supplier-report"),
    path("supplier-reports/<int:report_id>/again/", reports.again, name="reconcile-report"),
    path("basket/", basket.basket, name="basket"),
    path("basket/add/", basket.add, name="add-to-basket"),
    path("basket/order-now/", basket.order_now, name="order-now"),
    path("basket/quantity/", basket.quantity, name="set-quantity"),
    path("basket/recipient/", basket.recipients, name="recipients"),
    path(
        "basket/configurations/add/",
        basket_configurations.add,
        name="add-configuration-to-basket",
    ),
    path(
        "basket/configurations/<int:basket_configuration_id>/remove/",
        basket_configurations.take_out,
        name="remove-configuration",
    ),
    path("basket/submit/", basket.submit, name="submit-requisition"),
    path("order-files/", order_file.upload, name="order-files"),
    path("order-files/send/", order_file.send, name="send-order-file"),
    path("order-files/<int:order_file_id>/", order_file.checked, name="order-file"),
    path("order-files/<int:order_file_id>/order/", order_file.order, name="order-by-file"),
    path("order-files/<int:order_file_id>/faults.csv", order_file.faults, name="order-file-faults"),
    path("saved-baskets/", saved_baskets.saved_baskets, name="saved-baskets"),
    path("saved-baskets/save/", saved_baskets.keep, name="save-basket"),
    path(
        "saved-baskets/<int:saved_basket_id>/fill/",
        saved_baskets.fill,
        name="fill-from-saved-basket",
    ),
    path(
        "saved-baskets/<int:saved_basket_id>/share/",
        saved_baskets.share,
        name="share-saved-basket",
    ),
    path(
        "saved-baskets/<int:saved_basket_id>/remove/",
        saved_baskets.delete,
        name="remove-saved-basket",
    ),
    path("mine/", requisitions.mine, name="my-things"),
    path("requisitions/<int:requisition_id>/", requisitions.requisition, name="requisition"),
    path(
        "requisitions/<int:requisition_id>/withdraw/",
        requisitions.withdraw,
        name="withdraw-requisition",
    ),
    path("requisitions/<int:requisition_id>/repeat/", requisitions.repeat, name="order-again"),
    path("to-approve/", approvals.to_approve, name="to-approve"),
    path("requisitions/<int:requisition_id>/approve/", approvals.approve, name="approve"),
    path("requisitions/<int:requisition_id>/reject/", approvals.reject, name="reject"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<int:order_id>/", orders.order, name="order"),
    path("orders/<int:order_id>/cancel/", orders.cancel, name="cancel-order"),
    path(
        "orders/<int:order_id>/substitutes/<int:line_id>/",
        orders.decide,
        name="decide-substitute",
    ),
    path("budgets/", budgets.budgets, name="budgets"),
    path("approval-rules/", approval_rules.rules, name="rules"),
    path("approval-rules/draft/", approval_rules.draft, name="draft-rules"),
    path("approval-rules/<int:rule_set_id>/", approval_rules.rule_set, name="rule-set"),
    path("approval-rules/<int:rule_set_id>/add/", approval_rules.rule_add, name="add-rule"),
    path(
        "approval-rules/<int:rule_set_id>/<int:approval_rule_id>/remove/",
        approval_rules.rule_remove,
        name="remove-rule",
    ),
    path(
        "approval-rules/<int:rule_set_id>/<int:approval_rule_id>/move/",
        approval_rules.rule_move,
        name="move-rule",
    ),
    path(
        "approval-rules/<int:rule_set_id>/simulate/", approval_rules.simulate, name="simulate-rules"
    ),
    path("approval-rules/<int:rule_set_id>/moved/", approval_rules.moved, name="rules-moved"),
    path("approval-rules/<int:rule_set_id>/adopt/", approval_rules.adopt, name="adopt-rules"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/delegate/", delegations.delegate, name="delegate"),
    path("delegations/<int:delegation_id>/end/", delegations.end, name="end-delegation"),
    path("authority/", authority.register, name="register"),
    path("authority/add/", authority.authority_add, name="authority-add"),
    path("authority/grant/", authority.grant, name="grant-authority"),
    path("authority/<int:authority_id>/", authority.authority, name="authority"),
    path("authority/<int:authority_id>/end/", authority.end, name="end-authority"),
]
