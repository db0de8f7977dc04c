"""Facts of guidelines and incidents; one use-case call for each party that is told."""

from __future__ import annotations

from samkop.governance.models import GuidelineVersion
from samkop.governance.usecases.attestations import tell_of_version
from samkop.governance.usecases.guidelines import SUBJECT, settle_proposal
from samkop.governance.usecases.incident_news import tell_of_incident
from samkop.parties.models import Region
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.pages.numbers import number_of
from samkop.platform.unit_of_work import perform, reading

JOB = "guidelines"


def say_incident_news(fact: Fact) -> None:
    """There is news of an incident: those who read it are told that there is."""
    told = {name: fact.body[name] for name in ("incident_id", "number", "kind", "mark", "by_id")}
    for party_id, person_ids in fact.body["readers"]:
        perform(
            actors.job("notices", party_id), tell_of_incident,
            key=fact.key_for(f"tell-{party_id}"), now=fact.happened_at, person_ids=person_ids,
            **told,
        )  # fmt: skip


def say_guideline_adopted(fact: Fact) -> None:
    """A version holds from a day: each member's security officers are told."""
    for party_id in fact.body["member_ids"]:
        perform(
            actors.job("notices", party_id), tell_of_version, key=fact.key_for(f"tell-{party_id}"),
            now=fact.happened_at, version_id=fact.body["version_id"],
        )  # fmt: skip


def settle_motion_on_guideline(fact: Fact) -> None:
    """A motion was decided; where it is about a version of a guideline, that follows."""
    kind, _colon, number = str(fact.body["subject_reference"]).partition(":")
    version_id = number_of(number)
    if kind != SUBJECT or version_id is None:
        return
    with reading(actors.job(JOB)):
        body_id = Region.objects.get(id=fact.body["region_id"]).purchasing_body_id
    # What is proposed the whole region reads; its keeper alone writes it.
    with reading(actors.job(JOB, body_id)):
        proposed = GuidelineVersion.objects.filter(id=version_id).first()
    if proposed is None:  # given back to its keeper before, perhaps by this very fact
        return
    perform(
        actors.job(JOB, proposed.keeper_id), settle_proposal, key=fact.key_for("settle-proposal"),
        now=fact.happened_at, version_id=version_id,
        **{name: fact.body[name] for name in ("motion_id", "outcome", "decided_on")},
    )  # fmt: skip
