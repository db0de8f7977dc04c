"""The steering group: led by the largest member, one seat each."""

from __future__ import annotations

from samkop.governance.models import SteeringGroup
from samkop.governance.usecases.appointments import appoint
from samkop.governance.usecases.steering_groups import Decision, NewRules, establish_group
from samkop.site.demo.agreeing import ORGAN
from samkop.site.demo.cooperating.scene import Together, cooperation


def establish(scene: Together) -> SteeringGroup:
    """The group with its seats, and whom each municipality has appointed, with a deputy."""
    seed = cooperation()["group"]
    first = scene.day(seed["established"])
    lead = scene.cast.person("registrar", seed["lead"])
    decision = Decision(first, ORGAN, "STY/1 (demo)", "§ 12")
    members = [scene.cast.parties[key] for key in scene.members()]
    group = scene.play(
        lead, establish_group, "group", scene.at(seed["established"], 15),
        region_id=scene.region_id, rules=NewRules(valid_from=first), decision=decision,
        party_ids=members,
        **{name: seed[name] for name in ("name_sv", "name_fi", "name_en")},
    )  # fmt: skip
    for key in scene.members():
        day = scene.day(seed["appointed"])
        for rank, part in enumerate(("steering", "ict")):
            scene.play(
                scene.cast.person("registrar", key), appoint, f"seat:{key}:{rank}",
                scene.at(seed["appointed"], 15), group_id=group.pk, rank=rank, valid_from=day,
                person_id=scene.cast.person(part, key).own_person_id,
                decision=Decision(day, ORGAN, f"STY/{key} (demo)", "§ 21"),
            )  # fmt: skip
    return group
