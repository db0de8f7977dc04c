import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Party",
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
                        choices=[
                            ("municipality", "Municipality"),
                            ("wellbeing-services-county", "Wellbeing services county"),
                            ("joint-authority", "Joint municipal authority"),
                            ("municipal-company", "Municipal company"),
                            ("central-purchasing-body", "Central purchasing body"),
                            ("supplier", "Supplier"),
                            ("financier", "Financier"),
                            ("evaluator", "Evaluator"),
                        ],
                        max_length=30,
                    ),
                ),
                ("legal_name", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_fi", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(max_length=2)),
                (
                    "identifier_scheme",
                    models.CharField(
                        choices=[
                            ("0212", "Finnish business ID"),
                            ("0007", "Swedish organisation number"),
                            ("0088", "GLN"),
                        ],
                        max_length=4,
                    ),
                ),
                ("identifier", models.CharField(max_length=20)),
                ("time_zone", models.CharField(default="Europe/Helsinki", max_length=40)),
                ("currency", models.CharField(default="EUR", max_length=3)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("identifier_scheme", "identifier"), name="party_identifier_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "municipality",
                                    "wellbeing-services-county",
                                    "joint-authority",
                                    "municipal-company",
                                    "central-purchasing-body",
                                    "supplier",
                                    "financier",
                                    "evaluator",
                                ],
                            )
                        ),
                        name="party_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__regex", "^[A-Z]{2}$")),
                        name="party_country_is_iso_3166",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryLocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("street", models.CharField(max_length=120)),
                ("postal_code", models.CharField(max_length=12)),
                ("city", models.CharField(max_length=80)),
                ("country", models.CharField(max_length=2)),
                ("gln", models.CharField(blank=True, max_length=13)),
                (
                    "criticality",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary"),
                            ("important", "Important"),
                            ("critical", "Critical"),
                        ],
                        default="ordinary",
                        max_length=10,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CostCentre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("active", models.BooleanField(default=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("language", models.CharField(default="sv", max_length=2)),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "cost_centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="parties.costcentre",
                    ),
                ),
                (
                    "delivery_location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="parties.deliverylocation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="parties.party",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="parties.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_sv", models.CharField(max_length=100)),
                ("name_fi", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100, unique=True)),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regions",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegionMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("population", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="region_members",
                        to="parties.party",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="parties.region",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoleAssignment",
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
                            ("employee", "Employee"),
                            ("approver", "Approver"),
                            ("ict-manager", "ICT manager"),
                            ("buyer", "Buyer"),
                            ("category-manager", "Category manager"),
                            ("opening-officer", "Opening officer"),
                            ("finance-clerk", "Finance clerk"),
                            ("registrar", "Registrar"),
                            ("salesperson", "Salesperson"),
                            ("service-manager", "Service manager"),
                            ("installer", "Installer"),
                            ("steering-member", "Steering group member"),
                            ("security-officer", "Security officer"),
                            ("evaluator", "Evaluator"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="parties.membership",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.party"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="parties.person"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="deliverylocation",
            constraint=models.UniqueConstraint(
                fields=("party", "code"), name="delivery_location_code_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverylocation",
            constraint=models.UniqueConstraint(
                fields=("id", "party"), name="delivery_location_of_party"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverylocation",
            constraint=models.CheckConstraint(
                condition=models.Q(("criticality__in", ["ordinary", "important", "critical"])),
                name="delivery_location_criticality_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="costcentre",
            constraint=models.UniqueConstraint(
                fields=("party", "code"), name="cost_centre_code_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="costcentre",
            constraint=models.UniqueConstraint(fields=("id", "party"), name="cost_centre_of_party"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("email",), name="person_email_unique"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                name="person_email_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("person", "party"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="membership_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="regionmember",
            constraint=models.UniqueConstraint(
                fields=("region", "party"), name="region_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.UniqueConstraint(
                fields=("membership", "role", "valid_from"), name="role_assignment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "employee",
                            "approver",
                            "ict-manager",
                            "buyer",
                            "category-manager",
                            "opening-officer",
                            "finance-clerk",
                            "registrar",
                            "salesperson",
                            "service-manager",
                            "installer",
                            "steering-member",
                            "security-officer",
                            "evaluator",
                            "administrator",
                        ],
                    )
                ),
                name="role_assignment_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="role_assignment_ends_after_its_start",
            ),
        ),
    ]
