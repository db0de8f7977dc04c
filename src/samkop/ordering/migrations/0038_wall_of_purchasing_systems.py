"""Who sees and who writes what of purchasing systems; and that each session has its own basket.

The door of purchasing systems reads them before it is known for whom it acts, and the clock's
job what has run out; both are named jobs of the installation, and write as one party alone.
"""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect, system_job

OWN = party("party_id")
BUYERS = party("buyer_id")
OF_A_VISIBLE_RESERVATION = "EXISTS (SELECT FROM ordering_reservation r WHERE r.id = reservation_id)"
OF_MY_RESERVATION = (
    "EXISTS (SELECT FROM ordering_reservation r WHERE r.id = reservation_id"
    " AND r.buyer_id = ANY (samkop_party_ids()))"
)

# The session in which another system shops (ActorKind.PUNCH_OUT), null for everybody else.
SESSION = """
CREATE FUNCTION samkop_punch_out() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT substring(current_setting('samkop.actor', true) FROM '^punch-out:([0-9]{1,18})$')::bigint $$
"""
BASKETS = ("ordering_basketline", "ordering_basketconfiguration")
ONE_S_OWN = "person_id = samkop_person_id()"
OWN_BASKET = "party_id = ANY (samkop_party_ids()) AND person_id = samkop_person_id()"
OF_THE_SESSION = " AND punch_out_session_id IS NOT DISTINCT FROM samkop_punch_out()"


def baskets(also: str) -> str:
    statements = []
    for table in BASKETS:
        statements += [
            f"ALTER POLICY {table}_read ON {table} USING ({ONE_S_OWN}{also})",
            f"ALTER POLICY {table}_insert ON {table} WITH CHECK ({OWN_BASKET}{also})",
            f"ALTER POLICY {table}_delete ON {table} USING ({OWN_BASKET}{also})",
        ]
    line = "ordering_basketline"
    statements.append(
        f"ALTER POLICY {line}_update ON {line} USING ({OWN_BASKET}{also})"
        f" WITH CHECK ({OWN_BASKET}{also})"
    )
    return ";\n".join(statements)


# Foreign keys see through row security, so these hold whoever writes.
TIED = """
ALTER TABLE ordering_punchoutconnection ADD CONSTRAINT punch_out_connection_own_shopper
    FOREIGN KEY (shopper_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_punchoutconnection ADD CONSTRAINT punch_out_connection_own_cost_centre
    FOREIGN KEY (cost_centre_id, party_id) REFERENCES parties_costcentre (id, party_id);
ALTER TABLE ordering_punchoutconnection ADD CONSTRAINT punch_out_connection_own_site
    FOREIGN KEY (delivery_location_id, party_id) REFERENCES parties_deliverylocation (id, party_id);
ALTER TABLE ordering_punchoutconnection ADD CONSTRAINT punch_out_connection_of_party
    UNIQUE (id, party_id);
ALTER TABLE ordering_punchoutsession ADD CONSTRAINT punch_out_session_of_own_connection
    FOREIGN KEY (connection_id, party_id) REFERENCES ordering_punchoutconnection (id, party_id);
ALTER TABLE ordering_punchoutsession ADD CONSTRAINT punch_out_session_of_a_member
    FOREIGN KEY (person_id, party_id) REFERENCES parties_membership (person_id, party_id);
ALTER TABLE ordering_punchoutsession ADD CONSTRAINT punch_out_session_of_party
    UNIQUE (id, party_id);
ALTER TABLE ordering_reservation ADD CONSTRAINT reservation_of_own_session
    FOREIGN KEY (session_id, buyer_id) REFERENCES ordering_punchoutsession (id, party_id);
ALTER TABLE ordering_reservation ADD CONSTRAINT reservation_by_participant
    FOREIGN KEY (participation_id, buyer_id) REFERENCES agreements_participation (id, buyer_id);
ALTER TABLE ordering_reservation ADD CONSTRAINT reservation_becomes_own_order
    FOREIGN KEY (order_id, buyer_id) REFERENCES ordering_order (id, buyer_id);
ALTER TABLE ordering_basketline ADD CONSTRAINT basket_line_of_own_session
    FOREIGN KEY (punch_out_session_id, party_id) REFERENCES ordering_punchoutsession (id, party_id);
ALTER TABLE ordering_basketconfiguration ADD CONSTRAINT basket_configuration_of_own_session
    FOREIGN KEY (punch_out_session_id, party_id) REFERENCES ordering_punchoutsession (id, party_id)
"""
UNTIED = """
ALTER TABLE ordering_basketconfiguration DROP CONSTRAINT basket_configuration_of_own_session;
ALTER TABLE ordering_basketline DROP CONSTRAINT basket_line_of_own_session;
ALTER TABLE ordering_reservation DROP CONSTRAINT reservation_becomes_own_order;
ALTER TABLE ordering_reservation DROP CONSTRAINT reservation_by_participant;
ALTER TABLE ordering_reservation DROP CONSTRAINT reservation_of_own_session;
ALTER TABLE ordering_punchoutsession DROP CONSTRAINT punch_out_session_of_party;
ALTER TABLE ordering_punchoutsession DROP CONSTRAINT punch_out_session_of_a_member;
ALTER TABLE ordering_punchoutsession DROP CONSTRAINT punch_out_session_of_own_connection;
ALTER TABLE ordering_punchoutconnection DROP CONSTRAINT punch_out_connection_of_party;
ALTER TABLE ordering_punchoutconnection DROP CONSTRAINT punch_out_connection_own_site;
ALTER TABLE ordering_punchoutconnection DROP CONSTRAINT punch_out_connection_own_cost_centre;
ALTER TABLE ordering_punchoutconnection DROP CONSTRAINT punch_out_connection_own_shopper
"""


class Migration(migrations.Migration):
    dependencies = [("ordering", "0037_purchasing_systems")]

    operations = [
        migrations.RunSQL(SESSION, reverse_sql="DROP FUNCTION samkop_punch_out()"),
        migrations.RunSQL(TIED, reverse_sql=UNTIED),
        migrations.RunSQL(baskets(OF_THE_SESSION), reverse_sql=baskets("")),
        protect(
            "ordering_punchoutconnection",
            read=either(OWN, system_job("punch-out-door", "reservation-keeper")),
            write=OWN,
            update=(
                "name", "protocol", "return_origins", "shopper_id", "cost_centre_id",
                "delivery_location_id", "reservation_hours", "secret_digest", "secret_made_at",
                "switched_off_at",
            ),
        ),
        protect(
            "ordering_punchoutsession",
            read=either(OWN, system_job("punch-out-door", "reservation-keeper")),
            write=OWN,
            update=("state", "opened_at", "expires_at", "ended_at"),
        ),
        protect(
            "ordering_reservation",
            read=either(BUYERS, party("purchasing_body_id"), system_job("reservation-keeper")),
            write=BUYERS,
            update=("state", "ended_at", "order_id"),
        ),
        protect(
            "ordering_reservationline", read=OF_A_VISIBLE_RESERVATION, write=OF_MY_RESERVATION
        ),
        append_only("ordering_reservationline"),
    ]  # fmt: skip
