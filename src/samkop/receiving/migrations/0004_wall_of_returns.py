"""Who sees and who writes returns; and what the database itself holds together."""

from django.db import migrations

from samkop.platform.row_security import append_only, either, party, protect

SIDES = either(party("buyer_id"), party("supplier_id"))
BUYER, SUPPLIER = party("buyer_id"), party("supplier_id")
# Foreign keys see through row security: whatever names a buyer and a supplier hangs on the
# rows of just these two, and who announces belongs to the buyer.
BOTH = "buyer_id, supplier_id"
TIES = (
    ("goodsreturn", "order", BOTH, "ordering_order (id, buyer_id, supplier_id)"),
    ("goodsreturn", "announced_by", "buyer_id", "parties_membership (person_id, party_id)"),
    ("goodsreturnline", "goods_return", BOTH, "receiving_goodsreturn (id, buyer_id, supplier_id)"),
    ("returnedserial", "line", BOTH, "receiving_goodsreturnline (id, buyer_id, supplier_id)"),
    ("returnedserial", "received", BOTH, "receiving_receivedserial (id, buyer_id, supplier_id)"),
    ("returnacceptance", "goods_return", BOTH, "receiving_goodsreturn (id, buyer_id, supplier_id)"),
)


def tie(table: str, name: str, columns: str, target: str) -> migrations.RunSQL:
    """A foreign key over the column ``name`` and those of the parties."""
    altered, constraint = f"ALTER TABLE receiving_{table}", f"{table}_of_{name}"
    return migrations.RunSQL(
        f"{altered} ADD CONSTRAINT {constraint} FOREIGN KEY ({name}_id, {columns})"
        f" REFERENCES {target}",
        reverse_sql=f"{altered} DROP CONSTRAINT {constraint}",
    )


class Migration(migrations.Migration):
    dependencies = [("receiving", "0003_goods_returns")]

    operations = [
        *(tie(*one) for one in TIES),
        protect(
            "receiving_goodsreturn", read=SIDES, write=BUYER,
            update=("state", "tracking_id", "sent_at", "taken_at"),
        ),
        protect("receiving_goodsreturnline", read=SIDES, write=BUYER),
        append_only("receiving_goodsreturnline"),
        protect("receiving_returnedserial", read=SIDES, write=BUYER, delete=BUYER),
        protect("receiving_returnacceptance", read=SIDES, write=SUPPLIER),
        append_only("receiving_returnacceptance"),
    ]  # fmt: skip
