"""Who sees and who writes endpoints, messages and transmissions.

Inbound routing is read before the sender's party is known. It needs neither an
infrastructure table, which anybody could write, nor a function past the wall: electronic
addresses are public (the network's own directory publishes them), so the table is
*published*, written by each party for itself and by the installation's operator.
"""

from django.db import migrations

from samkop.platform.row_security import (
    EVERYBODY,
    append_only,
    either,
    party,
    protect,
    system_job,
)

OPERATOR = system_job("operator")
# Two jobs that stand between the parties, each on one side only.
INBOUND = f"direction = 'in' AND {system_job('exchange-inbound')}"
OUTBOUND = f"direction = 'out' AND {system_job('exchange-outbound')}"
EITHER_JOB = system_job("exchange-inbound", "exchange-outbound")
# A receiver sees what was sent to it, once it was sent.
SENT_TO_ME = f"state = 'sent' AND {party('receiver_id')}"
OF_A_MESSAGE_THAT_I_READ = (
    "EXISTS (SELECT FROM exchange_message m WHERE m.id = exchange_payload.message_id)"
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("platform", "0002_wall")]

    operations = [
        protect(
            "exchange_endpoint", read=EVERYBODY, write=either(party("party_id"), OPERATOR)
        ),
        protect(
            "exchange_message",
            read=either(party("owner_id"), party("sender_id"), SENT_TO_ME, INBOUND, OUTBOUND),
            write=either(INBOUND, f"direction = 'out' AND {party('owner_id')}"),
            update=(
                "state", "document_type", "number", "issue_date", "sender_id", "receiver_id",
                "finished_at", "attempts", "next_attempt_at", "fault_code", "faults",
            ),
            update_when=either(party("owner_id"), INBOUND, OUTBOUND),
        ),
        # The sub-select stands behind the message's own policies.
        protect(
            "exchange_payload", read=OF_A_MESSAGE_THAT_I_READ, write=OF_A_MESSAGE_THAT_I_READ
        ),
        append_only("exchange_payload"),
        protect(
            "exchange_transmission", read=either(party("owner_id"), EITHER_JOB), write=EITHER_JOB
        ),
        append_only("exchange_transmission"),
        migrations.RunSQL(
            "ALTER TABLE exchange_transmission ADD CONSTRAINT transmission_of_owner"
            " FOREIGN KEY (message_id, owner_id) REFERENCES exchange_message (id, owner_id)",
            reverse_sql="ALTER TABLE exchange_transmission DROP CONSTRAINT transmission_of_owner",
        ),
    ]  # fmt: skip
