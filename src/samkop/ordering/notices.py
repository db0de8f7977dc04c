"""What people are told about requisitions and orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samkop.agreements.policies import SELLS
from samkop.ordering.mailed_links import link_to_decide
from samkop.ordering.policies import DECIDES, EMPLOYED
from samkop.platform.notifications import Delivery, Notice

APPROVERS = frozenset(role.value for role in DECIDES)
SELLERS = frozenset(role.value for role in SELLS)
BUYS_THINGS = frozenset(role.value for role in EMPLOYED)

NOTICES = {
    "sale-ends": Notice(
        _("Something of yours will soon not be sold any more"),
        _(
            "%(item)s is sold until %(last)s. So many of your saved baskets, standing orders and"
            " requisitions name it: %(things)s. What follows it: %(successor)s."
        ),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "requisition-submitted": Notice(
        _("A requisition waits for you"),
        _("%(requester)s asks for %(things)s, together %(total)s. Cost centre %(cost_centre)s."),
        Delivery.AT_ONCE,
        APPROVERS,
        link=link_to_decide,
    ),
    "requisition-reminded": Notice(
        _("A requisition still waits for you"),
        _(
            "%(requester)s reminds you of %(things)s, together %(total)s."
            " Cost centre %(cost_centre)s."
        ),
        Delivery.AT_ONCE,
        APPROVERS,
        link=link_to_decide,
    ),
    "requisition-rejected": Notice(
        _("Your requisition was rejected"),
        _("%(approver)s rejected %(number)s (%(things)s): %(reason)s"),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "project-closed": Notice(
        _("The project of your requisition is closed"),
        _("%(number)s (%(things)s) is not ordered for %(project)s any more: withdraw it."),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "planned-purchase-refused": Notice(
        _("A planned purchase could not be ordered"),
        _("%(references)s for %(site)s, due %(due)s: %(reason)s"),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "spares-refused": Notice(
        _("Spares could not be ordered"),
        _("%(thing)s, %(site)s: %(left)s left. %(reason)s"),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "standing-order-refused": Notice(
        _("A standing order could not be sent in"),
        _("%(name)s, due %(due)s: %(reason)s"),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "order-placed": Notice(
        _("What you asked for is ordered"),
        _("%(things)s was ordered from %(supplier)s as %(number)s."),
        Delivery.PAGE,
        BUYS_THINGS,
    ),
    "order-placed-for-less": Notice(
        _("Ordered for less than was approved"),
        _(
            "%(things)s was ordered from %(supplier)s as %(number)s for %(total)s, where"
            " %(asked)s was asked for: the price fell in between."
        ),
        Delivery.PAGE,
        BUYS_THINGS,
    ),
    "order-confirmed": Notice(
        _("The supplier has confirmed your order"),
        _("%(things)s from %(supplier)s, order %(number)s. Promised for: %(promised)s."),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "order-partly-confirmed": Notice(
        _("The supplier has confirmed a part of your order"),
        _("Order %(number)s to %(supplier)s: see which lines come, and how many."),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "substitute-offered": Notice(
        _("A substitute is offered: say yes or no"),
        _("%(supplier)s offers something else for order %(number)s (%(things)s)."),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "order-refused": Notice(
        _("The supplier has refused your order"),
        _("%(supplier)s does not deliver %(things)s (order %(number)s). Reason: %(reason)s"),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "substitute-accepted": Notice(
        _("A substitute was accepted"),
        _("%(buyer)s takes %(substitute)s instead of %(thing)s: order %(number)s."),
        Delivery.AT_ONCE,
        SELLERS,
    ),
    "substitute-declined": Notice(
        _("A substitute was declined"),
        _(
            "%(buyer)s does not want %(substitute)s instead of %(thing)s: that line of order"
            " %(number)s is cancelled."
        ),
        Delivery.AT_ONCE,
        SELLERS,
    ),
    "order-cancellation-asked": Notice(
        _("A customer asks you to cancel an order"),
        _("%(buyer)s asks you to cancel order %(number)s: %(reason)s"),
        Delivery.AT_ONCE,
        SELLERS,
    ),
    "order-change-asked": Notice(
        _("A customer asks you to change an order"),
        _("%(buyer)s asks you to change order %(number)s: %(reason)s"),
        Delivery.AT_ONCE,
        SELLERS,
    ),
    "order-change-agreed": Notice(
        _("The supplier agrees to what you asked"),
        _("%(supplier)s has agreed for order %(number)s: see what comes now."),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "order-change-refused": Notice(
        _("The supplier does not agree: the order stands"),
        _("%(supplier)s leaves order %(number)s as it is. Reason: %(reason)s"),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "substitute-not-kept": Notice(
        _("The supplier does not keep to the substitute as decided"),
        _(
            "%(supplier)s does not deliver order %(number)s as it was decided. Reason: %(reason)s"
            " Call the supplier, or change or cancel the order."
        ),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "delivery-late": Notice(
        _("A promised delivery is late"),
        _("%(thing)s from %(supplier)s was promised for %(promised)s: order %(number)s."),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "delivery-soon-late": Notice(
        _("A promised delivery is near and not here"),
        _("%(thing)s from %(supplier)s is promised for %(promised)s: order %(number)s."),
        Delivery.AT_ONCE,
        BUYS_THINGS,
    ),
    "delivery-late-of-yours": Notice(
        _("A delivery that you promised is late"),
        _("%(buyer)s waits for %(thing)s, promised for %(promised)s: order %(number)s."),
        Delivery.AT_ONCE,
        SELLERS,
    ),
}
