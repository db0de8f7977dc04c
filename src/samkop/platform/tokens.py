"""Access tokens for programs: shown once, kept as a hash, scoped, expiring, revocable."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.platform.actors import Actor
from samkop.platform.models import ApiToken
from samkop.platform.records import change, create
from samkop.platform.refusals import Refused, not_found

PREFIX = "samkop_"
LONGEST = timedelta(days=366)

SCOPES = {
    "agreements:read": _("Read agreements and ceilings"),
    "agreements:write": _("Run agreements and record orders from outside the shop"),
    "availability:write": _("Say what is in stock, as a supplier"),
    "benefit:read": _("Read what buying together is worth, and by which assumptions"),
    "bids:write": _("Send in and withdraw sealed bids, and read their receipts, as a supplier"),
    "consultations:read": _("Read market consultations, their answers and records"),
    "consultations:write": _("Answer market consultations, as a supplier"),
    "decisions:read": _("Read joint projects and members' decisions"),
    "decisions:write": _("Record your organisation's decisions and what happens to them"),
    "range:read": _("Read the joint range, what changes and what is proposed"),
    "needs:read": _("Read needs, one's own and those reported"),
    "needs:write": _("Enter, report and withdraw needs"),
    "prices:read": _("Read prices against their rules, and what members paid"),
    "devices:read": _("Read devices, who has them, their faults and their returns"),
    "devices:write": _("Hand devices over, report their faults and take them back"),
    "entitlements:read": _("Read groups and who may order what"),
    "entitlements:write": _("Keep groups and who may order what"),
    "approvals:read": _("Read the register of authority, rules, delegations and budgets"),
    "approvals:write": _("Keep the register of authority, rules, delegations and budgets"),
    "feedback:read": _("Read what you are asked about deliveries, and sums of feedback"),
    "feedback:write": _("Answer what you are asked about deliveries"),
    "imports:read": _("Read what became of the files sent in"),
    "imports:write": _("Send in files, with the right to what they hold"),
    "incidents:read": _("Read security incidents, but for those under TLP:RED"),
    "incidents:write": _("Report security incidents and what was told authorities"),
    "invoices:read": _("Read invoices, their match, and what a match is made from"),
    "invoices:write": _("Settle discrepancies of invoices and say what was paid"),
    "items:read": _("Read the shop's items and prices"),
    "items:write": _("Keep configurations, enrolment identifiers and successors"),
    "leases:read": _("Read leases, their devices and their ledgers"),
    "leases:write": _("Record financiers' schedules and what financiers say of leases"),
    "lists:read": _("Read your saved filters of lists"),
    "lists:write": _("Keep your saved filters of lists"),
    "notifications:read": _("Read your notifications"),
    "notifications:write": _("Mark your notifications as read"),
    "orders:read": _("Read requisitions and orders"),
    "orders:write": _("Send in requisitions and decide on them"),
    "people:write": _("Register people from a file"),
    "search:read": _("Search everything that you may see"),
    "tenders:read": _("Read tenders, their documents and what a bid is asked"),
    "tenders:write": _("Ask about tenders, as a supplier"),
    "work-orders:read": _("Read work orders"),
    "work-orders:write": _("Report what was done of work orders"),
}


def digest_of(text: str) -> bytes:
    """What is kept of a token: its SHA-256. Its 256 random bits need no salt."""
    return hashlib.sha256(text.encode()).digest()


def issue_token(
    *, actor: Actor, now: datetime, name: str, scopes: list[str], days: int, text: str
) -> int:
    """Use case: make a token of the acting person for the party acted for.

    ``text`` comes from ``new_token_text``, so that the secret is in no answer that an
    idempotency key could keep. Raises Refused: ``not-allowed``, ``scope-unknown``,
    ``lifetime-out-of-bounds``.
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise Refused(
            "scope-unknown", _("Choose what the token may do."),
            status=422, fields={"scopes": _("Choose at least one.")},
        )  # fmt: skip
    if not timedelta(0) < timedelta(days=days) <= LONGEST:
        raise Refused(
            "lifetime-out-of-bounds", _("A token lives between 1 and 366 days."),
            status=422, fields={"days": _("Give a number between 1 and 366.")},
        )  # fmt: skip
    token = create(
        ApiToken(
            digest=digest_of(text), name=name[:100], scopes=sorted(set(scopes)),
            party_id=actor.own_party_id, person_id=actor.own_person_id,
            created_at=now, expires_at=now + timedelta(days=days),
        )
    )  # fmt: skip
    return int(token.pk)


def revoke_token(*, actor: Actor, now: datetime, token_id: int) -> ApiToken:
    """Use case: end one's own token now."""
    token = ApiToken.objects.filter(id=token_id, person_id=actor.own_person_id).first()
    if token is None:
        raise not_found()
    return token if token.revoked_at else change(token, revoked_at=now)


def new_token_text() -> str:
    """A fresh secret of 256 random bits, with a prefix that scanners recognise."""
    return PREFIX + secrets.token_urlsafe(32)
