"""How it went: people were asked after their deliveries, and have answered, or not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from samkop.followup.feedback_clock import watch_feedback
from samkop.followup.models import FeedbackAnswer, FeedbackQuestion
from samkop.followup.policies.feedback import FEEDBACK_KEEPER
from samkop.followup.rules.feedback import Asking
from samkop.followup.usecases.feedback_answers import (
    answer_feedback,
    pass_feedback_on,
    settle_feedback,
)
from samkop.followup.usecases.feedback_responses import respond_to_feedback
from samkop.followup.usecases.feedback_rules import decide_feedback_rule
from samkop.followup.vocabulary.feedback import FeedbackAnswerState, FeedbackQuestionState
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading
from samkop.site.demo.cooperating.scene import Seed, Together, cooperation

REPLY = "Leverantören skickar en ny; vi byter den hos dig i veckan."
RESPONSE = "Vi har ett fel i en sats och byter enheterna utan kostnad."


def ask_around(scene: Together) -> None:
    """Everything, each once; what was asked in the last round waits for its answer still."""
    seed = cooperation()["asking"]
    _rules(scene, seed)
    said = cycle(seed["said"])
    *past, last = seed["rounds"]
    for ago in past:
        watch_feedback(scene.at(ago, 7))
        for key in sorted(scene.cast.parties):
            _answer(scene, key, ago, said)
    watch_feedback(scene.at(last, 7))
    _seen_to(scene)


def _rules(scene: Together, seed: Seed) -> None:
    """The eager ask more often, and assume what an order took before."""
    first = seed["rounds"][0] + 1
    asking = Asking(rest_days=seed["rest_days"], old_way_minutes=seed["old_way_minutes"])
    for key in seed["eager"]:
        scene.play(
            scene.cast.person("ict", key), decide_feedback_rule, f"asking:{key}", scene.at(first),
            valid_from=scene.day(first), asking=asking,
        )  # fmt: skip


def _answer(scene: Together, key: str, ago: int, said: Iterator[Seed]) -> None:
    people = {actor.person_id: actor for actor in scene.cast.people.values()}
    party_id = scene.cast.parties[key]
    with reading(actors.job(FEEDBACK_KEEPER, party_id)):
        found = FeedbackQuestion.objects.filter(
            party_id=party_id, state=FeedbackQuestionState.OPEN, asked_on=scene.day(ago)
        )
        waiting = list(found.order_by("id").values_list("id", "person_id"))
    for question_id, person_id in waiting:
        answer = next(said)
        if answer:
            scene.play(
                people[person_id], answer_feedback, f"answer:{question_id}", scene.at(ago - 1, 13),
                question_id=question_id, **answer,
            )  # fmt: skip


def _seen_to(scene: Together) -> None:
    """One is with its supplier, who has answered; one is settled; the others wait."""
    for key in cooperation()["asking"]["eager"]:
        manager = scene.cast.person("ict", key)
        with reading(manager):
            found = FeedbackAnswer.objects.filter(
                party_id=scene.cast.parties[key],
                state=FeedbackAnswerState.WAITING,
                question__isnull=False,
            )
            waiting = list(found.order_by("id").prefetch_related("about")[:2])
        if waiting:
            _passed_on(scene, manager, waiting[0])
        for answer in waiting[1:]:
            scene.play(
                manager, settle_feedback, f"settled:{answer.pk}", scene.at(2), answer_id=answer.pk,
                reply=REPLY,
            )  # fmt: skip


def _passed_on(scene: Together, manager: Actor, answer: FeedbackAnswer) -> None:
    supplier_id = answer.about.all()[0].supplier_id
    referral = scene.play(
        manager, pass_feedback_on, f"passed-on:{answer.pk}", scene.at(2), answer_id=answer.pk,
        supplier_id=supplier_id,
    )  # fmt: skip
    key = next(key for key, party_id in scene.cast.parties.items() if party_id == supplier_id)
    if manager.own_party_id == scene.cast.parties["nokia"]:
        return
    scene.play(
        scene.cast.person("service", key), respond_to_feedback, f"response:{referral.pk}",
        scene.at(1), referral_id=referral.pk, text=RESPONSE,
    )  # fmt: skip
