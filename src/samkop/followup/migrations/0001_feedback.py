"""What people are asked after a delivery, what they say, and the sums that stay."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0017_sorted_by_shown_name"),
        ("ordering", "0058_released_pieces"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted_on", models.DateField()),
                ("delivered_on", models.DateField()),
                ("asked_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("remind_on", models.DateField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("closes_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("unanswered", "No answer"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "requisition",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ordering.requisition",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("noted", "It works"),
                            ("waiting", "To be seen to"),
                            ("passed-on", "With the supplier"),
                            ("settled", "Settled"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
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
                        to="followup.feedbackquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackReferral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("things", models.CharField(max_length=500)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=500)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("sent_at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="followup.feedbackanswer",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ordering.order",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                ("at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "referral",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="followup.feedbackreferral",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("ask_after_days", models.PositiveSmallIntegerField()),
                ("answer_within_days", models.PositiveSmallIntegerField()),
                ("remind_after_days", models.PositiveSmallIntegerField()),
                ("rest_days", models.PositiveSmallIntegerField()),
                ("keep_text_days", models.PositiveSmallIntegerField()),
                ("old_way_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.person",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("line", "What was said"), ("reply", "Reply")], max_length=5
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("for_supplier", models.BooleanField(default=False)),
                ("erase_on", models.DateField()),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="followup.feedbackanswer",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackThing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ordering.order",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="things",
                        to="followup.feedbackquestion",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("asked", models.PositiveIntegerField(default=0)),
                ("yes", models.PositiveIntegerField(default=0)),
                ("partly", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
                ("unanswered", models.PositiveIntegerField(default=0)),
                ("stated", models.PositiveIntegerField(default=0)),
                ("minutes", models.PositiveIntegerField(default=0)),
                ("days", models.PositiveIntegerField(default=0)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackAbout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="about",
                        to="followup.feedbackanswer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("answer", "item"), name="feedback_about_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("members", models.PositiveSmallIntegerField()),
                ("left_out", models.PositiveSmallIntegerField()),
                ("asked", models.PositiveIntegerField()),
                ("yes", models.PositiveIntegerField()),
                ("partly", models.PositiveIntegerField()),
                ("no", models.PositiveIntegerField()),
                ("unanswered", models.PositiveIntegerField()),
                ("told_at", models.DateTimeField()),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("region", "month"), name="feedback_month_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="feedbackquestion",
            index=models.Index(fields=["party", "state", "closes_on"], name="feedback_closing"),
        ),
        migrations.AddIndex(
            model_name="feedbackquestion",
            index=models.Index(fields=["party", "person", "-id"], name="feedback_of_person"),
        ),
        migrations.AddConstraint(
            model_name="feedbackquestion",
            constraint=models.UniqueConstraint(
                fields=("requisition", "person"), name="feedback_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackquestion",
            constraint=models.UniqueConstraint(
                fields=("id", "party"), name="feedback_question_of_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "answered", "unanswered"])),
                name="feedback_question_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"), ("ended_on__isnull", False), _connector="XOR"
                ),
                name="feedback_question_ends_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("delivered_on__lte", models.F("asked_on")),
                    ("closes_on__gt", models.F("asked_on")),
                ),
                name="feedback_question_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="feedbackanswer",
            index=models.Index(fields=["party", "month", "id"], name="feedback_answer_by_month"),
        ),
        migrations.AddIndex(
            model_name="feedbackanswer",
            index=models.Index(fields=["party", "state", "id"], name="feedback_answer_by_state"),
        ),
        migrations.AddConstraint(
            model_name="feedbackanswer",
            constraint=models.UniqueConstraint(
                fields=("id", "party"), name="feedback_answer_of_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["yes", "partly", "no"])),
                name="feedback_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "noted"), ("verdict", "yes")),
                    models.Q(
                        ("state__in", ["passed-on", "settled", "waiting"]),
                        models.Q(("verdict", "yes"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="feedback_answer_state_fits",
            ),
        ),
        migrations.AddIndex(
            model_name="feedbackreferral",
            index=models.Index(fields=["supplier", "-id"], name="feedback_referral_newest"),
        ),
        migrations.AddConstraint(
            model_name="feedbackreferral",
            constraint=models.UniqueConstraint(
                fields=("answer", "supplier"), name="feedback_referred_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackreferral",
            constraint=models.UniqueConstraint(
                fields=("id", "party", "supplier"), name="feedback_referral_of_both"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="feedback_response_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackrule",
            constraint=models.UniqueConstraint(
                fields=("party", "valid_from"), name="feedback_rule_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer_within_days__gte", 1),
                    ("remind_after_days__lt", models.F("answer_within_days")),
                ),
                name="feedback_rule_reminds_in_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("keep_text_days__gte", 1)), name="feedback_rule_keeps_a_while"
            ),
        ),
        migrations.AddIndex(
            model_name="feedbacktext",
            index=models.Index(fields=["party", "erase_on"], name="feedback_text_to_erase"),
        ),
        migrations.AddConstraint(
            model_name="feedbacktext",
            constraint=models.UniqueConstraint(
                fields=("answer", "kind"), name="feedback_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbacktext",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="feedback_text_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbacktext",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["line", "reply"])), name="feedback_text_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackthing",
            constraint=models.UniqueConstraint(
                fields=("question", "order", "line_number"), name="feedback_thing_once"
            ),
        ),
        migrations.AddIndex(
            model_name="feedbacktotal",
            index=models.Index(fields=["supplier", "month"], name="feedback_total_of_supplier"),
        ),
        migrations.AddConstraint(
            model_name="feedbacktotal",
            constraint=models.UniqueConstraint(
                fields=("party", "month", "supplier", "item"),
                name="feedback_total_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbacktotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "asked__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("yes"), "+", models.F("partly")
                                ),
                                "+",
                                models.F("no"),
                            ),
                            "+",
                            models.F("unanswered"),
                        ),
                    )
                ),
                name="feedback_total_of_who_was_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbacktotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stated__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("yes"), "+", models.F("partly")
                            ),
                            "+",
                            models.F("no"),
                        ),
                    )
                ),
                name="feedback_total_stated_by_who_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbacktotal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("item__isnull", True), ("supplier__isnull", False), _connector="OR"
                ),
                name="feedback_total_item_has_supplier",
            ),
        ),
    ]
