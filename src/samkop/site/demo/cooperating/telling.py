"""What is told of the cooperation: read back from what was kept."""

from __future__ import annotations

from collections import Counter

from samkop.followup.models import FeedbackQuestion
from samkop.followup.policies.feedback import FEEDBACK_KEEPER
from samkop.followup.vocabulary.feedback import FeedbackQuestionState
from samkop.governance.models import MemberDecision, Project, SecurityIncident
from samkop.governance.vocabulary.decisions import DecisionKind, DecisionState
from samkop.platform import actors
from samkop.platform.unit_of_work import reading
from samkop.site.demo import story
from samkop.site.demo.agreeing import manager_of
from samkop.site.demo.cast import Cast
from samkop.site.demo.cooperating.scene import cooperation
from samkop.site.demo.seeds import orderers


def told_of_cooperation(cast: Cast) -> story.Cooperation:
    """The project where it stands, and what people said."""
    with reading(manager_of(cast)):
        project = Project.objects.get(title_en=cooperation()["tablets"]["title_en"])
        replaced = MemberDecision.objects.filter(project=project, replaces__isnull=False)
        decisions = MemberDecision.objects.filter(project=project).exclude(
            id__in=replaced.values("replaces")
        )
        kinds = Counter(one.kind for one in decisions)
        appealed = sum(one.state == DecisionState.APPEALED for one in decisions)
    asked, answered = _asked(cast)
    with reading(cast.person("security", cooperation()["group"]["lead"])):
        incidents = SecurityIncident.objects.count()
    return story.Cooperation(
        project=project.title_en, joined=kinds[DecisionKind.JOIN],
        waiting=kinds[DecisionKind.WAIT], declined=kinds[DecisionKind.DECLINE],
        appealed=appealed, asked=asked, answered=answered, incidents=incidents,
    )  # fmt: skip


def _asked(cast: Cast) -> tuple[int, int]:
    asked = answered = 0
    for seed in orderers():
        party_id = cast.parties[seed.key]
        with reading(actors.job(FEEDBACK_KEEPER, party_id)):
            rows = FeedbackQuestion.objects.filter(party_id=party_id)
            asked += rows.count()
            answered += rows.filter(state=FeedbackQuestionState.ANSWERED).count()
    return asked, answered
