"""What members paid says of how many purchases, too."""

from django.db import migrations

COLUMNS = (
    "item_id bigint, buyer_id bigint, month date, currency text, price_cents bigint,"
    " quantity bigint, tier_permille integer, markup_permille integer"
)


def member_prices(columns: str, counted: str) -> str:
    """The function as in 0006, with these columns."""
    return f"""
DROP FUNCTION followup_member_prices;
CREATE FUNCTION followup_member_prices(p_items bigint[], p_on date) RETURNS TABLE ({columns})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.item_id, c.buyer_id, date_trunc('month', c.bought_on)::date, c.currency::text,
        c.price_cents, sum(c.quantity)::bigint, c.tier_permille::integer,
        c.markup_permille::integer{counted}
    FROM followup_pricecheck c
    WHERE c.source = 'ordered' AND (p_items IS NULL OR c.item_id = ANY (p_items))
        AND c.agreement_id = ANY ((SELECT samkop_agreement_ids())::bigint[])
        AND c.supplier_id <> ALL (samkop_party_ids())
        AND (c.buyer_id = ANY (samkop_party_ids()) OR followup_shares_prices(c.buyer_id, p_on))
    GROUP BY 1, 2, 3, 4, 5, 7, 8
    ORDER BY 3, 1, 2, 5
$$;
REVOKE ALL ON FUNCTION followup_member_prices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION followup_member_prices TO samkop_app
"""  # noqa: S608 - of constants


class Migration(migrations.Migration):
    dependencies = [("followup", "0006_wall_of_prices")]

    operations = [
        migrations.RunSQL(
            member_prices(f"{COLUMNS}, purchases bigint", ", count(*)"),
            reverse_sql=member_prices(COLUMNS, ""),
        ),
    ]
