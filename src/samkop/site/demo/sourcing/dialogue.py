"""Market consultations: open questions, answers, a meeting, a secret, and what all are told."""

from __future__ import annotations

from dataclasses import dataclass

from samkop.planning.queries import questions_of
from samkop.planning.usecases.consultation_answers import (
    answer_consultation,
    ask_in_consultation,
    tell_everybody,
)
from samkop.planning.usecases.consultation_record import report_consultation
from samkop.planning.usecases.consultations import (
    add_consultation_question,
    invite_to_consultation,
    open_consultation,
    prepare_consultation,
)
from samkop.planning.usecases.meeting_notes import comment_on_meeting, write_meeting_note
from samkop.planning.usecases.trade_secrets import claim_trade_secret, decide_trade_secret
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading
from samkop.site.demo.post import tell_what_happened
from samkop.site.demo.sourcing.scene import Scene, Seed, titles_of

PRICED = 2  # the question in whose answer a secret stands


@dataclass(frozen=True)
class Asking:
    """Who asks the market about what, from which day and until which."""

    scene: Scene
    seed: Seed
    runner: Actor
    study_id: int
    opened: int  # days before the founding, as all others
    until: int

    @property
    def number(self) -> str:
        """The consultation's number."""
        return f"D-{self.seed['prefix']}-{self.scene.day(self.opened).year}"

    def register(self, page: int) -> str:
        """A number in the register of the matter."""
        return f"{self.seed['prefix']}/{self.scene.day(self.opened).year}/{page} (demo)"


def asked(asking: Asking) -> int:
    """Prepared, opened, answered; the consultation's id."""
    scene, runner, prefix = asking.scene, asking.runner, asking.seed["prefix"]
    said, prepared = asking.seed["consultation"], scene.at(asking.opened + 5)
    made = scene.play(
        runner, prepare_consultation, f"{prefix}:consultation", prepared, number=asking.number,
        register_number=asking.register(2), titles=titles_of(asking.seed), about=said["about"],
        answers_until=scene.at(asking.until, 16), study_id=asking.study_id,
    )  # fmt: skip
    about = {"consultation_id": made.pk}
    for number, text in enumerate(said["questions"], 1):
        key = f"{prefix}:question:{number}"
        scene.play(runner, add_consultation_question, key, prepared, text=text, **about)
    invited = [scene.party(key) for key in said["invited"]]
    scene.play(
        runner, invite_to_consultation, f"{prefix}:invited", prepared, supplier_ids=invited, **about
    )
    scene.play(runner, open_consultation, f"{prefix}:opened", scene.at(asking.opened), **about)
    tell_what_happened()
    _talk(asking, made.pk)
    _answered(asking, made.pk)
    return int(made.pk)


def _answered(asking: Asking, consultation_id: int) -> None:
    scene, said = asking.scene, asking.seed["consultation"]
    with reading(asking.runner):
        questions = [one.pk for one in questions_of(consultation_id)]
    for supplier, answers in said["answers"].items():
        for number, (question_id, text) in enumerate(zip(questions, answers, strict=False), 1):
            scene.play(
                scene.person("sales", supplier), answer_consultation,
                f"{asking.seed['prefix']}:answer:{supplier}:{number}",
                scene.at(asking.opened - 6, 10 + number), question_id=question_id, text=text,
            )  # fmt: skip


def _talk(asking: Asking, consultation_id: int) -> None:
    """What one asked is told to all; a meeting is written down."""
    scene, said, prefix = asking.scene, asking.seed["consultation"], asking.seed["prefix"]
    runner, about = asking.runner, {"consultation_id": consultation_id}
    question = scene.play(
        scene.person("sales", said["asked_by"]), ask_in_consultation, f"{prefix}:asks",
        scene.at(asking.opened - 2), text=said["asked_as"], **about,
    )  # fmt: skip
    scene.play(
        runner, tell_everybody, f"{prefix}:told", scene.at(asking.opened - 4),
        question_id=question.pk, asked=said["asked"], text=said["told"], **about,
    )  # fmt: skip
    if "waiting" in said:
        scene.play(
            scene.person("sales", said["waiting_by"]), ask_in_consultation, f"{prefix}:waits",
            scene.at(asking.opened - 13), text=said["waiting"], **about,
        )  # fmt: skip
    seller = scene.person("sales", said["met"])
    note = scene.play(
        # Later in the day: before a weekend it is the same one.
        runner, write_meeting_note, f"{prefix}:met", scene.at(asking.opened - 9, 15),
        met_at=scene.at(asking.opened - 8, 13), told=said["met_told"], said=said["met_said"],
        attended="Upphandlare, ICT-chef; säljare, projektledare",
        supplier_ids=[scene.party(said["met"])], **about,
    )  # fmt: skip
    scene.play(
        seller, comment_on_meeting, f"{prefix}:agreed", scene.at(asking.opened - 10, 16),
        note_id=note.pk, accepted=True, text="",
    )  # fmt: skip


def reported(asking: Asking, consultation_id: int, ago: int) -> None:
    """A secret is kept, and the record reaches everybody."""
    scene, said, prefix = asking.scene, asking.seed["consultation"], asking.seed["prefix"]
    runner, closed = asking.runner, scene.at(asking.until - 3)
    with reading(runner):
        priced = questions_of(consultation_id)[PRICED - 1].pk
    claim = scene.play(
        scene.person("sales", said["met"]), claim_trade_secret, f"{prefix}:secret", closed,
        question_id=priced, passage=said["secret"], reason=said["secret_reason"],
    )  # fmt: skip
    scene.play(
        runner, decide_trade_secret, f"{prefix}:secret", scene.at(asking.until - 5),
        claim_id=claim.pk, accepted=True, reason=said["secret_ruled"],
        register_number=asking.register(4),
    )  # fmt: skip
    scene.play(
        runner, report_consultation, f"{prefix}:reported", scene.at(ago),
        consultation_id=consultation_id, register_number=asking.register(5),
    )  # fmt: skip
    tell_what_happened()
