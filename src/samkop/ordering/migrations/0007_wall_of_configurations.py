"""A configuration in a basket is as private as the rest of it."""

from django.db import migrations

from samkop.platform.row_security import protect

OWN_BASKET = "party_id = ANY (samkop_party_ids()) AND person_id = samkop_person_id()"


class Migration(migrations.Migration):
    dependencies = [
        ("ordering", "0006_configurations"),
        ("catalogue", "0007_wall_of_configurations"),
    ]

    operations = [
        protect(
            "ordering_basketconfiguration",
            read=OWN_BASKET,
            write=OWN_BASKET,
            delete=OWN_BASKET,
        )
    ]
