"""Budgets for a project beside a cost centre, and requisitions that are paid from them."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from samkop.platform.row_security import party, protect

OWN = party("party_id")
TIED = """
ALTER TABLE ordering_budget ADD CONSTRAINT budget_of_own_project
    FOREIGN KEY (project_id, party_id) REFERENCES ordering_budgetproject (id, party_id);
ALTER TABLE ordering_requisition ADD CONSTRAINT requisition_for_own_project
    FOREIGN KEY (project_id, party_id) REFERENCES ordering_budgetproject (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_requisition DROP CONSTRAINT requisition_for_own_project;
ALTER TABLE ordering_budget DROP CONSTRAINT budget_of_own_project
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0018_approval_links"),
        ("parties", "0011_cost_centre_manager"),
    ]

    operations = [
        migrations.CreateModel(
            name="BudgetProject",
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
            ],
        ),
        migrations.RemoveConstraint(
            model_name="budget",
            name="budget_once_a_year",
        ),
        migrations.AddField(
            model_name="budgetproject",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="parties.party"
            ),
        ),
        migrations.AddField(
            model_name="budget",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.budgetproject",
            ),
        ),
        migrations.AddField(
            model_name="requisition",
            name="project",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="ordering.budgetproject",
            ),
        ),
        migrations.AddConstraint(
            model_name="budget",
            constraint=models.UniqueConstraint(
                models.F("cost_centre"),
                models.F("year"),
                django.db.models.functions.comparison.Coalesce("project", 0),
                name="budget_once_a_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetproject",
            constraint=models.UniqueConstraint(
                fields=("party", "code"), name="budget_project_code_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetproject",
            constraint=models.UniqueConstraint(
                fields=("id", "party"), name="budget_project_of_party"
            ),
        ),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        protect("ordering_budgetproject", read=OWN, write=OWN, update=("name", "active")),
    ]
