"""What the receiver of a message of ours says of it: a Message Level Response that came in."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from samkop.exchange.models.message import Message
from samkop.exchange.vocabulary import Verdict


class MessageLevelResponse(models.Model):
    """An answer (Peppol T71) to ``about``, a message that ``owner`` has sent to ``answerer``.

    ``message`` is the answer itself as it came. ``faults`` is a list of {place, kind, text} in
    the answerer's own words, ``kind`` one of SV (syntax), BV (fatal rule), BW (warning).
    """

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="level_responses")
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    answerer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=2, choices=Verdict)
    description = models.CharField(max_length=1000, blank=True)
    faults = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="level_response_verdict_known"
            ),
            models.CheckConstraint(
                condition=~Q(owner=models.F("answerer")), name="level_response_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.about_id}"
