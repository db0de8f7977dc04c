"""Files of what a class or a school needs, each seen by its person alone."""

import django.db.models.deletion
from django.db import migrations, models

from samkop.platform.row_security import protect

OWN = "party_id = ANY (samkop_party_ids()) AND person_id = samkop_person_id()"
TIED = """
ALTER TABLE ordering_orderfile ADD CONSTRAINT order_file_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_orderfile ADD CONSTRAINT order_file_to_own_site
    FOREIGN KEY (delivery_location_id, party_id)
    REFERENCES parties_deliverylocation (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_orderfile DROP CONSTRAINT order_file_to_own_site;
ALTER TABLE ordering_orderfile DROP CONSTRAINT order_file_own_cost_centre
"""


def to(model: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=f"parties.{model}")


class Migration(migrations.Migration):
    dependencies = [("ordering", "0007_wall_of_configurations"), ("parties", "0002_wall")]

    operations = [
        migrations.CreateModel(
            name="OrderFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField()),
                ("cost_centre", to("costcentre")),
                ("delivery_location", to("deliverylocation")),
                ("party", to("party")),
                ("person", to("person")),
            ],
        ),
        protect("ordering_orderfile", read=OWN, write=OWN, delete=OWN),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
    ]
