"""Who sees and who writes parties, people, cost centres and sites."""

from django.db import migrations

from samkop.platform.row_security import EVERYBODY, either, party, protect, system_job

# The installation's operator at the command line, and the demo that acts as one.
OPERATOR = system_job("operator")
MEMBER_OF_MINE = (
    "EXISTS (SELECT FROM parties_membership m WHERE m.person_id = parties_person.id"
    " AND m.party_id = ANY (samkop_party_ids()))"
)
OWN_OR_OPERATOR = either(party("party_id"), OPERATOR)


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("platform", "0002_wall")]

    operations = [
        protect(
            "parties_party",
            read=EVERYBODY,
            write=OPERATOR,
            update=("legal_name", "name_sv", "name_fi", "time_zone", "currency"),
        ),
        protect(
            "parties_region",
            read=EVERYBODY,
            write=OPERATOR,
            update=("name_sv", "name_fi", "name_en"),
        ),
        protect(
            "parties_regionmember",
            read=EVERYBODY,
            write=OPERATOR,
            update=("valid_until", "population"),
        ),
        protect(
            "parties_person",
            read=either(
                "id = samkop_person_id()", party("registered_by_id"), MEMBER_OF_MINE, OPERATOR
            ),
            write=either(party("registered_by_id"), OPERATOR),
            update=("name", "email", "language"),
            update_when=either(party("registered_by_id"), "id = samkop_person_id()", OPERATOR),
        ),
        protect(
            "parties_membership",
            read=either(party("party_id"), "person_id = samkop_person_id()", OPERATOR),
            write=OWN_OR_OPERATOR,
            update=("valid_until", "cost_centre_id", "delivery_location_id"),
        ),
        protect(
            "parties_roleassignment",
            read=either(party("party_id"), "person_id = samkop_person_id()", OPERATOR),
            write=OWN_OR_OPERATOR,
            update=("valid_until",),
        ),
        protect(
            "parties_costcentre",
            read=OWN_OR_OPERATOR,
            write=OWN_OR_OPERATOR,
            update=("name", "active"),
        ),
        protect(
            "parties_deliverylocation",
            read=OWN_OR_OPERATOR,
            write=OWN_OR_OPERATOR,
            update=("name", "street", "postal_code", "city", "gln", "criticality"),
        ),
    ]
