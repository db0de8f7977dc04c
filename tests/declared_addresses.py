"""Every address of the site, declared: what its parameters name, and what a form would send.

A new address that is not here fails ``test_wall``: whoever adds one says what it shows.
"""

from __future__ import annotations

# Which thing each parameter of an address names; the wall test fills in the victim's.
PARAMETERS = {
    "allocation_id": "allocation",
    "agreement_id": "agreement",
    "approval_rule_id": "approval_rule",
    "assignment_id": "assignment",
    "authority_id": "authority",
    "buyer_id": "party",
    "catalogue_id": "catalogue",
    "cost_centre_id": "cost_centre",
    "decision": "decision",
    "basket_configuration_id": "basket_configuration",
    "configuration_id": "configuration",
    "delegation_id": "delegation",
    "file_id": "file",
    "group_id": "group",
    "group_member_id": "group_member",
    "item_id": "item",
    "line_id": "line",
    "message_id": "message",
    "notification_id": "notification",
    "order_file_id": "order_file",
    "order_id": "order",
    "person_id": "person",
    "pk": "key",
    "provider_id": "provider",
    "requisition_id": "requisition",
    "outside_id": "outside",
    "saved_basket_id": "saved_basket",
    "report_id": "report",
    "rule_id": "rule",
    "rule_set_id": "rule_set",
    "run_id": "run",
    "thing_id": "cost_centre",
    "kind": "kind",
    "token": "link_token",
    "token_id": "token",
}

# What a form posts, by the name of the field; every posting address gets all of them.
FORM = {
    "method": "first-come",
    "item": "item", "item_id": "item", "quantity": 1, "cost_centre": "cost_centre",
    "delivery_location": "site", "person": "person", "agreement": "agreement",
    "reason": "a reason", "decision": "decline", "register_number": "D 1", "role": "approver",
    "valid_from": "2026-01-01", "valid_until": "2026-01-02", "password": "a long enough password",
    "organisation": "party", "language": "fi", "theme": "dark",
    "manager": "person", "title": "A title", "delegate": "person",
    "limit": "100.00", "currency": "EUR",
    "code": "a-code", "name": "A name", "email": "person@example.org", "target": "everything",
    "newest": "notification", "kind-requisition-submitted": "off",
    "ground": "review-clause", "by": "1", "description": "a clause", "kind": "in-house",
    "basis_from": "2026-01-01", "basis_until": "2026-12-31", "document": "a document",
    "basis_register_number": "D 2", "buyer": "party", "expected_share": "1", "court": "a court",
    "case_number": "1/2026", "started_on": "2026-01-01", "outcome": "award-annulled",
    "entitled": "everybody", "configuration": "configuration", "number_choice": "new",
    "sim": "esim", "name_en": "A name", "part_1": "PHONE-1",
    "months": 3, "ordered_on": "2026-01-01", "amount": "1", "note": "a note",
    "decided_on": "2026-01-01", "orders_from": "2026-01-01", "organ": "Board",
}  # fmt: skip

PUBLIC = {"start", "accessibility", "styleguide", "account_login", "openapi-json", "api-root"}

DECLARED = {
    # One place for all names; the wall test fills in the parameters.
    # Sign-in, of the account that is signed in.
    "account_change_password", "account_inactive", "account_login", "account_logout",
    "account_reauthenticate", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_set_password", "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate",
    "mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_edit_webauthn",
    "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_login_webauthn",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
    "mfa_view_recovery_codes", "openid_connect_callback", "openid_connect_login",
    "socialaccount_login_cancelled", "socialaccount_login_error",
    # The person's own, and the organisation's people and places.
    "accessibility", "add-cost-centre", "add-delivery-location", "add-person", "assign-role",
    "cost-centre-add", "cost-centre-manager", "set-cost-centre-manager",
    "cost-centres", "delivery-location-add", "delivery-locations", "end-role",
    "open-account", "own-settings", "people", "people-file", "people-file-apply",
    "people-file-faults", "people-import", "people-import-send", "person", "person-add",
    "set-language", "set-organisation", "set-theme", "search", "start",
    "history",
    "administration", "audit", "audit-file", "jobs", "organisation", "stop-job",
    "end-viewing", "start-viewing",
    "make-token", "revoke-token", "tokens",
    # Groups of people, and what they may order.
    "add-group", "add-group-member", "end-group-member", "group", "groups",
    "add-entitlement", "end-entitlement", "entitlement-exceptions", "entitlements",
    "grant-exception",
    "choose-notifications", "notification-choices", "notifications", "open-notification",
    "read-notifications",
    # Availability and what ends.
    "availability", "availability-file", "availability-import", "availability-upload",
    "follow", "item-availability", "item_stock", "list_endings", "name-successor",
    "range-endings", "say-availability", "say_availability",
    # Shortages.
    "announce-allocation", "announce_allocation", "divide-shortages", "divide_shortages",
    "list_shortages", "shortage", "shortages",
    # Configurations.
    "add-configuration", "add-configuration-to-basket", "add-configuration-version",
    "configuration", "configuration-versions", "configurations", "end-configuration",
    "enrolment", "identifiers", "keep_identifiers", "make_version", "name_configuration",
    "remove-configuration", "send-enrolment", "stop_configuration",
    # Agreements, shop, catalogues.
    "agreement", "agreement-price-rules", "agreement-prices", "agreements",
    "evidence", "group-terms", "index-step", "indexes",
    "send-evidence", "send-group-terms", "send-index", "send-index-step",
    "join-agreement", "new-model", "send-join", "send-new-model",
    "agreement-buyers", "agreement-decision", "agreement-modifications", "agreement-terms",
    "legal-basis", "prepare-agreement", "send-agreement", "send-buyer", "send-decision",
    "send-legal-basis", "send-modification", "send-terms", "unname-buyer",
    "reconcile-report", "send-supplier-report", "supplier-report", "supplier-reports",
    "agreement-run-out", "send-tender-lead",
    "outside-order", "outside-orders", "record-outside-order", "send-correction",
    "send-outside-order",
    "catalogue", "catalogue-file", "catalogue-import", "catalogue-refused", "catalogue-stop",
    "catalogue-upload", "catalogues", "compare", "file-faults", "item",
    "join-range", "leave-range", "shop",
    # Ordering.
    "fill-from-saved-basket", "remove-saved-basket", "save-basket", "saved-baskets",
    "share-saved-basket",
    "order-by-file", "order-file", "order-file-faults", "order-files", "send-order-file",
    "add-to-basket", "approve", "basket", "budgets", "cancel-order", "decide-substitute",
    "my-things", "order", "order-again", "order-now", "orders", "recipients", "reject",
    "order-document", "order-document-file",
    "requisition", "set-quantity", "submit-requisition", "to-approve", "withdraw-requisition",
    "add-budget-project", "budget-form", "budget-projects", "set-budget",
    "authority", "authority-add", "end-authority", "grant-authority", "register",
    "add-rule", "adopt-rules", "draft-rules", "move-rule", "remove-rule", "rule-set", "rules",
    "rules-moved", "simulate-rules",
    "decide-by-link", "delegate", "delegations", "end-delegation",
    # Messages.
    "endpoints", "message", "register-endpoint", "message-document", "messages", "replay-message",
    # The API (names of the operations' functions).
    "add_entitlement", "adopt", "api-root", "authorities", "budget", "draft", "end",
    "end_entitlement", "entitlement", "finish", "grant", "grant_entitlement", "items", "let_go",
    "list_groups", "make_group", "openapi-json", "prices", "read_notifications", "rule_set",
    "rule_sets", "simulate", "take_in",
    "search_all", "submit", "submit_list",
    "basis", "buyers", "correct_outside", "decide", "interim", "judgment", "modifications",
    "outside_orders", "reconcile_again", "report_of_supplier", "send_supplier_report",
    "modify", "name", "record_outside", "run_out", "tender_lead",
}  # fmt: skip
