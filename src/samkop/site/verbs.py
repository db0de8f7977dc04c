"""What the history says of each use case, in the reader's language: every app's words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.exchange.vocabulary import DONE as EXCHANGE
from samkop.ordering.vocabulary import DONE as ORDERING

DONE: dict[str, str | Promise] = {
    **EXCHANGE,
    **ORDERING,
    "apply_price_file": _("Taken from a file"),
    "call_price_columns": _("Columns of the file named"),
    "add_cost_centre": _("Added"),
    "add_delivery_location": _("Added"),
    "add_membership": _("Made a member"),
    "assign_role": _("Role given"),
    "choose_language": _("Language chosen"),
    "describe_in_shop": _("Described in the shop"),
    "end_feature": _("No longer shown first"),
    "end_role": _("Role ended"),
    "end_viewing": _("View as somebody else ended"),
    "feature_item": _("Shown first in the shop"),
    "import_catalogue": _("Imported"),
    "import_catalogue_file": _("Imported"),
    "choose_picture": _("Picture chosen"),
    "call_columns": _("Columns of the file named"),
    "import_file": _("Imported from a file"),
    "send_file": _("File sent in by a program"),
    "take_sent_file": _("Imported from a file"),
    "import_uploaded_file": _("Imported from a file"),
    "import_people": _("Imported from a file"),
    "import_people_file": _("Imported from a file"),
    "name_order_headings": _("Columns of the file named"),
    "name_people_headings": _("Columns of the file named"),
    "join_range": _("Taken into the joint range"),
    "leave_range": _("Taken out of the joint range"),
    "open_account": _("Account opened"),
    "register_endpoint": _("Registered"),
    "register_party": _("Registered"),
    "register_person": _("Registered"),
    "set_budget": _("Budget set"),
    "start_viewing": _("Pages seen as this person"),
    "submit_requisition": _("Sent in"),
    "upload_picture": _("Picture uploaded"),
    "take_on": _("Registered with membership and role"),
}
