"""Recording what an organisation has decided to publish."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.opendata.models import PublicationDecision
from samkop.opendata.policies import may_decide_publication
from samkop.opendata.rules import rule_of
from samkop.opendata.vocabulary import Field, Treatment
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.jobs import start_job
from samkop.platform.records import create
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import require

# The job that publishes anew what a decision concerns.
TASK = "publish-open-data"


def decide_publication(
    *,
    actor: Actor,
    now: datetime,
    field: Field,
    published: bool,
    decided_on: date,
    decided_by: str,
    register_number: str,
    reason: str = "",
) -> PublicationDecision:
    """Record a decision to publish a field of the actor's organisation, or to withhold it.

    A job then publishes what it concerns. Raises Refused: ``not-allowed``,
    ``publication-withheld-by-rule``, ``no-publication-rule``, ``decision-to-come``,
    ``decider-missing``, ``reason-missing``.
    """
    require(may_decide_publication(actor))
    owner = party_of(actor.own_party_id)
    if published:
        _check_rule(field, owner.country)
    if decided_on > own_today():
        raise _wrong(
            "decision-to-come",
            "decided_on",
            _("The decision is taken first: give a day that is not to come."),
        )
    if not decided_by.strip() or not register_number.strip():
        raise _wrong(
            "decider-missing", "decided_by",
            _("Say which organ or office decided, and under which register number."),
        )  # fmt: skip
    if not published and not reason.strip():
        raise _wrong("reason-missing", "reason", _("Say why it is not published."))
    made = create(
        PublicationDecision(
            owner=owner, field=field, published=published, reason=reason, decided_on=decided_on,
            decided_by=decided_by, register_number=register_number, at=now,
        )
    )  # fmt: skip
    if actor.person_id is not None:
        start_job(
            actor=actor, now=now, task=TASK, key=f"decision:{made.pk}",
            inputs={"decision_id": made.pk},
        )  # fmt: skip
    return made


def _check_rule(field: Field, country: str) -> None:
    rule = rule_of(field, country)
    if rule is None:
        raise _wrong(
            "no-publication-rule", "field",
            _("There is no rule of %(country)s for this: it is not published."), country=country,
        )  # fmt: skip
    if rule.treatment == Treatment.WITHHELD:
        raise _wrong(
            "publication-withheld-by-rule", "field",
            _("This is never published (%(source)s)."), source=rule.source,
        )  # fmt: skip


def _wrong(code: str, field: str, sentence: str | Promise, **facts: str) -> Refused:
    said = str(sentence) % facts if facts else sentence
    return Refused(code, sentence, status=422, fields={field: said}, **facts)
