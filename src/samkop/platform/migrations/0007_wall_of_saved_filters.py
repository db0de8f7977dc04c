"""What a person keeps of lists is that person's own."""

from django.db import migrations

from samkop.platform.row_security import party, protect

OWN = "person_id = samkop_person_id()"
OWN_HERE = f"{OWN} AND {party('party_id')}"


class Migration(migrations.Migration):
    dependencies = [("platform", "0006_saved_filters")]

    operations = [
        protect(
            "platform_savedfilter",
            read=OWN_HERE,
            write=OWN_HERE,
            update=("name", "query"),
            delete=OWN_HERE,
        ),
        protect(
            "platform_columnchoice",
            read=OWN,
            write=OWN,
            update=("columns",),
            delete=OWN,
        ),
    ]
