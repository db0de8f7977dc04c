"""The addresses of agreements."""

from __future__ import annotations

from django.urls import path

from samkop.agreements.pages import (
    agreement,
    agreements,
    decisions,
    evidence,
    group_terms,
    index_steps,
    indexes,
    new_models,
    price_rules,
    project_decisions,
)
from samkop.agreements.pages.call_off_urls import calling_off
from samkop.agreements.pages.price_urls import pricing
from samkop.agreements.pages.running_urls import running

urlpatterns = [
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<int:agreement_id>/", agreement.agreement, name="agreement"),
    path("agreements/<int:agreement_id>/prices/", agreement.prices, name="agreement-prices"),
    path(
        "agreements/<int:agreement_id>/price-rules/",
        price_rules.price_rules,
        name="agreement-price-rules",
    ),
    path("agreements/<int:agreement_id>/group-terms/", group_terms.group_terms, name="group-terms"),
    path(
        "agreements/<int:agreement_id>/group-terms/send/",
        group_terms.send_group_terms,
        name="send-group-terms",
    ),
    path("agreements/<int:agreement_id>/evidence/", evidence.evidence, name="evidence"),
    path(
        "agreements/<int:agreement_id>/evidence/send/", evidence.send_evidence, name="send-evidence"
    ),
    path("agreements/<int:agreement_id>/index-step/", index_steps.index_step, name="index-step"),
    path(
        "agreements/<int:agreement_id>/index-step/send/",
        index_steps.send_step,
        name="send-index-step",
    ),
    path("indexes/", indexes.indexes, name="indexes"),
    path("indexes/send/", indexes.send_index, name="send-index"),
    path("agreements/<int:agreement_id>/new-model/", new_models.new_model, name="new-model"),
    path(
        "agreements/<int:agreement_id>/new-model/send/",
        new_models.send_new_model,
        name="send-new-model",
    ),
    path(
        "cooperation/projects/<int:joint_project_id>/decide/",
        project_decisions.decide,
        name="decide-on-project",
    ),
    path(
        "cooperation/projects/<int:joint_project_id>/decide/send/",
        project_decisions.send_decision,
        name="send-project-decision",
    ),
    path(
        "agreements/<int:agreement_id>/project/",
        project_decisions.link,
        name="link-to-project",
    ),
    path("agreements/<int:agreement_id>/join/", decisions.join, name="join-agreement"),
    path("agreements/<int:agreement_id>/join/send/", decisions.send_join, name="send-join"),
    *pricing,
    *running,
    *calling_off,
]
