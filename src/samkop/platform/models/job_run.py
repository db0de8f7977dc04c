"""A job that a person started: what it is, how far it has come, how it ended."""

from __future__ import annotations

from django.db import models


class JobRun(models.Model):
    """Progress and outcome of one long piece of work of a party."""

    class State(models.TextChoices):
        """From asked for to ended."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    party_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    task = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    inputs = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    cancel_asked = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    sentence = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_id", "task", "key"], name="job_run_key_unique"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed", "cancelled"]),
                name="job_run_state_known",
            ),
        ]
        indexes = [models.Index(fields=["party_id", "-id"], name="job_run_by_party")]
