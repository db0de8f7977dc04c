"""Who sees and who writes what in receiving; and what the database itself holds together."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

SIDES = either(party("buyer_id"), party("supplier_id"))
BUYER, SUPPLIER = party("buyer_id"), party("supplier_id")

# Foreign keys see through row security: whatever names a buyer and a supplier hangs on the
# rows of just these two, and who receives belongs to the buyer.
BOTH = (
    ("despatchline", "advice", "despatchadvice"),
    ("despatchedserial", "line", "despatchline"),
    ("consignment", "advice", "despatchadvice"),
    ("consignmentline", "consignment", "consignment"),
    ("consignmentline", "despatch_line", "despatchline"),
    ("receipt", "consignment", "consignment"),
    ("receiptline", "receipt", "receipt"),
    ("receiptline", "line", "consignmentline"),
    ("receivedserial", "receipt_line", "receiptline"),
    ("discrepancy", "consignment", "consignment"),
    ("discrepancy", "line", "consignmentline"),
    ("discrepancy", "receipt", "receipt"),
)
OF_AN_ORDER = ("despatchline", "consignment", "consignmentline")
BY_A_MEMBER = (("receipt", "started_by"), ("receipt", "finished_by"), ("receivedserial", "person"))


def tie(table: str, name: str, columns: str, target: str) -> tuple[str, str]:
    """The statement that adds a foreign key over several columns, and the one that drops it."""
    constraint = f"{table}_of_{name}"
    adds = f"ADD CONSTRAINT {constraint} FOREIGN KEY ({columns}) REFERENCES {target}"
    altered = f"ALTER TABLE receiving_{table}"
    return f"{altered} {adds}", f"{altered} DROP CONSTRAINT {constraint}"


TIES = [
    *(
        tie(table, name, f"{name}_id, buyer_id, supplier_id",
            f"receiving_{target} (id, buyer_id, supplier_id)")
        for table, name, target in BOTH
    ),
    *(
        tie(table, "order", "order_id, buyer_id, supplier_id",
            "ordering_order (id, buyer_id, supplier_id)")
        for table in OF_AN_ORDER
    ),
    *(
        tie(table, name, f"{name}_id, buyer_id", "parties_membership (person_id, party_id)")
        for table, name in BY_A_MEMBER
    ),
    tie("consignment", "delivery_location", "delivery_location_id, buyer_id",
        "parties_deliverylocation (id, party_id)"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("receiving", "0001_initial"),
        ("ordering", "0036_wall_of_line_progress"),
        ("parties", "0013_one_import_file"),
    ]

    operations = [
        *(migrations.RunSQL(add, reverse_sql=drop) for add, drop in TIES),
        *(
            operation
            for table in ("despatchadvice", "despatchline", "despatchedserial")
            for operation in (
                protect(f"receiving_{table}", read=SIDES, write=SUPPLIER),
                append_only(f"receiving_{table}"),
            )
        ),
        protect(
            "receiving_consignment", read=SIDES, write=BUYER, update=("state", "finished_at")
        ),
        protect(
            "receiving_consignmentline", read=SIDES, write=BUYER, update=("received", "rejected")
        ),
        protect(
            "receiving_receipt", read=SIDES, write=BUYER,
            update=("state", "finished_at", "finished_by_id"),
        ),
        protect(
            "receiving_receiptline", read=SIDES, write=BUYER, update=("counted", "rejected")
        ),
        protect(
            "receiving_receivedserial", read=SIDES, write=BUYER, update=("state",), delete=BUYER
        ),
        protect(
            "receiving_discrepancy", read=SIDES, write=BUYER,
            update=("state", "settlement", "settled_at"), delete=BUYER,
        ),
    ]  # fmt: skip
