"""Questions whose asker nobody learns, answers that reach everybody, corrections."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import append_only, protect

READABLE = "tender_id IN (SELECT t.id FROM tendering_tender t)"
MINE = (
    "tender_id IN (SELECT t.id FROM tendering_tender t WHERE t.owner_id = ANY (samkop_party_ids()))"
)
# Whoever may read an open tender of another asks; the row does not say who did.
ASKED = (
    "tender_id IN (SELECT t.id FROM tendering_tender t WHERE t.state = 'open'"
    " AND NOT t.owner_id = ANY (samkop_party_ids()))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("tendering", "0012_contents"),
    ]

    operations = [
        migrations.CreateModel(
            name="TenderQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("asked_at", models.DateTimeField()),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="tendering.tender",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TenderAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("answered_at", models.DateTimeField()),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="tendering.tender",
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="tendering.tenderquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("substantial", models.BooleanField()),
                ("bids_until", models.DateTimeField()),
                ("not_before", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="tendering.tender",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="correction_says_what_changed",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="tenderquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="tender_question_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderquestion",
            constraint=models.UniqueConstraint(
                fields=("id", "tender"), name="tender_question_of_tender"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="tender_answer_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="tenderanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("question__isnull", True),
                    models.Q(("asked", ""), _negated=True),
                    _connector="OR",
                ),
                name="tender_answer_tells_the_question",
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE tendering_tenderanswer ADD CONSTRAINT tender_answer_of_question"
            " FOREIGN KEY (question_id, tender_id)"
            " REFERENCES tendering_tenderquestion (id, tender_id)",
            reverse_sql="ALTER TABLE tendering_tenderanswer"
            " DROP CONSTRAINT tender_answer_of_question",
        ),
        protect("tendering_tenderquestion", read=MINE, write=ASKED),
        append_only("tendering_tenderquestion"),
        protect("tendering_tenderanswer", read=READABLE, write=MINE),
        append_only("tendering_tenderanswer"),
        protect("tendering_correction", read=READABLE, write=MINE),
        append_only("tendering_correction"),
    ]
