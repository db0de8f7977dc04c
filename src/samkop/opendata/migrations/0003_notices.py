"""Organisations as notices for the portal name them, and the terms of a tender's notices."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import either, party, protect

# How an organisation stands in notices is no secret; whom another describes is that one's own.
TOLD = either("role = 'own'", party("kept_by_id"))
ORGANISATION = (
    "name", "number", "street", "postal_code", "city", "country", "nuts", "telephone", "email",
    "website", "form", "activity", "size",
)  # fmt: skip
TERMS = ("language", "bid_languages", "nuts", "place", "documents_url", "review_time", "eu_funds")
OF_ITS_TENDER = """
ALTER TABLE opendata_noticeterms ADD CONSTRAINT notice_terms_of_tender
    FOREIGN KEY (tender_id, owner_id) REFERENCES tendering_tender (id, owner_id)
"""
ALONE = "ALTER TABLE opendata_noticeterms DROP CONSTRAINT notice_terms_of_tender"


class Migration(migrations.Migration):
    dependencies = [
        ("opendata", "0002_wall"),
        ("parties", "0013_one_import_file"),
        ("tendering", "0014_pre_study"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeOrganisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("own", "One's own organisation"),
                            ("review-body", "Review body"),
                            ("winner", "Winner"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("street", models.CharField(blank=True, max_length=120)),
                ("postal_code", models.CharField(blank=True, max_length=12)),
                ("city", models.CharField(max_length=80)),
                ("country", models.CharField(max_length=2)),
                ("nuts", models.CharField(max_length=5)),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("website", models.URLField(blank=True)),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("body-pl", "Body governed by public law"),
                            ("cga", "Central government authority"),
                            ("la", "Local authority"),
                            ("org-sub-la", "Organisation subsidised by a local authority"),
                            ("pub-undert", "Public undertaking"),
                            ("pub-undert-la", "Public undertaking of a local authority"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "activity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gen-pub", "General public services"),
                            ("education", "Education"),
                            ("health", "Health"),
                            ("econ-aff", "Economic affairs"),
                            ("hc-am", "Housing and community amenities"),
                            ("rcr", "Recreation, culture and religion"),
                            ("pub-os", "Public order and safety"),
                            ("defence", "Defence"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("micro", "Micro: fewer than 10 employees"),
                            ("small", "Small: fewer than 50 employees"),
                            ("medium", "Medium: fewer than 250 employees"),
                            ("large", "Large"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_organisations",
                        to="parties.party",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kept_by", "role", "party"),
                        name="notice_organisation_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("party", models.F("kept_by")), ("role", "own")),
                            models.Q(
                                ("party__isnull", False),
                                ("role", "winner"),
                                models.Q(("party", models.F("kept_by")), _negated=True),
                            ),
                            models.Q(
                                ("party__isnull", True),
                                ("role", "review-body"),
                                models.Q(("name", ""), _negated=True),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="notice_organisation_is_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("country__regex", "^[A-Z]{2}$"),
                            ("nuts__regex", "^[A-Z]{2}[0-9A-Z]{1,3}$"),
                            models.Q(("city", ""), _negated=True),
                        ),
                        name="notice_organisation_is_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("sv", "Swedish"), ("fi", "Finnish"), ("en", "English")],
                        max_length=2,
                    ),
                ),
                ("bid_languages", models.CharField(max_length=8)),
                ("nuts", models.CharField(max_length=5)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("documents_url", models.URLField(max_length=400)),
                ("review_time", models.CharField(max_length=400)),
                ("eu_funds", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "tender",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_terms",
                        to="tendering.tender",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language__in", ["sv", "fi", "en"]),
                            ("nuts__regex", "^[A-Z]{2}[0-9A-Z]{1,3}$"),
                            ("bid_languages__regex", "^(sv|fi|en)( (sv|fi|en))*$"),
                            models.Q(("documents_url", ""), _negated=True),
                            models.Q(("review_time", ""), _negated=True),
                        ),
                        name="notice_terms_whole",
                    )
                ],
            },
        ),
        migrations.RunSQL(OF_ITS_TENDER, reverse_sql=ALONE),
        protect(
            "opendata_noticeorganisation", read=TOLD, write=party("kept_by_id"), update=ORGANISATION
        ),
        protect(
            "opendata_noticeterms", read=party("owner_id"), write=party("owner_id"), update=TERMS
        ),
    ]
