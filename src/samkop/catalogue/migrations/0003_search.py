"""Searching the shelf: behind row security, LIKE cannot use an index (house.md).

So these functions read past it and spell the wall out themselves: of the agreements asked
for, only those that the acting parties run, supply or are named in. They return ids and
counts; the page joins the ids back under the policies.
"""

from django.db import migrations

INDEX = (
    "CREATE INDEX catalogue_item_search ON catalogue_catalogueitem"
    " USING gin (agreement_id, search_text gin_trgm_ops) WHERE active"
)

# The conditions that a search and its counts share, as SQL over catalogue_catalogueitem i.
# Each term is found in the text or, where it is a word for categories, by these.
CONDITIONS = r"""
CREATE FUNCTION catalogue_conditions(terms text[], words text[]) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE conditions text := 'i.active'; n integer; found text;
BEGIN
    FOR n IN 1 .. cardinality(terms) LOOP
        found := format('i.search_text LIKE %L',
            '%' || regexp_replace(catalogue_folded(terms[n]), '([\\%_])', '\\\1', 'g') || '%');
        IF words[n] <> '' THEN
            found := format('(%s OR i.category = ANY (%L::text[]))',
                found, string_to_array(words[n], ' '));
        END IF;
        conditions := conditions || ' AND ' || found;
    END LOOP;
    RETURN conditions;
END $$;
REVOKE ALL ON FUNCTION catalogue_conditions(text[], text[]) FROM PUBLIC;

CREATE FUNCTION catalogue_my_agreements(agreements bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(a), '{}') FROM unnest(agreements) AS a
    WHERE a = ANY ((SELECT samkop_agreement_ids())::bigint[])
$$;
REVOKE ALL ON FUNCTION catalogue_my_agreements(bigint[]) FROM PUBLIC
"""

IN_RANGE = (
    "EXISTS (SELECT FROM catalogue_rangeitem r WHERE r.item_id = i.id AND r.valid_from <= $1"
    " AND (r.valid_until IS NULL OR r.valid_until >= $1))"
)

SEARCH = f"""
CREATE FUNCTION catalogue_search(
    agreements bigint[], terms text[], words text[], categories text[], manufacturers text[],
    spans integer[], edges bigint[], of_range text, on_day date, sorted_by text,
    after_key text, after_id bigint, at_most integer
) RETURNS TABLE (id bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
    conditions text := catalogue_conditions(terms, words);
    sort_column text := CASE WHEN sorted_by = 'name' THEN 'sort_key' ELSE 'list_price_cents' END;
    sort_type text := CASE WHEN sorted_by = 'name' THEN 'text' ELSE 'bigint' END;
    way text := CASE WHEN sorted_by = '-price' THEN 'DESC' ELSE 'ASC' END;
BEGIN
    IF cardinality(categories) > 0 THEN conditions := conditions || ' AND i.category = ANY ($2)';
    END IF;
    IF cardinality(manufacturers) > 0 THEN
        conditions := conditions || ' AND i.manufacturer = ANY ($3)'; END IF;
    IF cardinality(spans) > 0 THEN
        conditions := conditions || ' AND width_bucket(i.list_price_cents, $5) = ANY ($4)'; END IF;
    conditions := conditions || CASE of_range
        WHEN 'in' THEN $c$ AND {IN_RANGE}$c$ WHEN 'out' THEN $c$ AND NOT {IN_RANGE}$c$ ELSE '' END;
    IF after_id IS NOT NULL THEN
        conditions := conditions || format(' AND (i.%I, i.id) %s (%L::%s, $7)', sort_column,
            CASE way WHEN 'ASC' THEN '>' ELSE '<' END, after_key, sort_type);
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT found.id FROM unnest($8) AS a CROSS JOIN LATERAL ('
        ' SELECT i.id, i.%1$I AS key FROM catalogue_catalogueitem i'
        ' WHERE i.agreement_id = a AND %2$s ORDER BY i.%1$I %3$s, i.id %3$s LIMIT $6'
        ') AS found ORDER BY found.key %3$s, found.id %3$s LIMIT $6',
        sort_column, conditions, way)
    USING on_day, categories, manufacturers, spans, edges, at_most, after_id,
        catalogue_my_agreements(agreements);
END $f$;
"""  # noqa: S608 - made of constants; what people type goes in by parameter

# Each facet is counted with the other facets' choices and without its own, so that it shows
# what another choice would find. No more than at_most items are looked at.
FACETS = f"""
CREATE FUNCTION catalogue_facets(
    agreements bigint[], terms text[], words text[], categories text[], manufacturers text[],
    spans integer[], edges bigint[], range_only boolean, on_day date, at_most integer
) RETURNS TABLE (facet text, value text, items bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
    RETURN QUERY EXECUTE format($q$
        WITH matching AS MATERIALIZED (
            SELECT i.category, i.manufacturer, {IN_RANGE} AS in_range,
                width_bucket(i.list_price_cents, $5) AS span
            FROM catalogue_catalogueitem i WHERE i.agreement_id = ANY ($7) AND %s LIMIT $8
        ), judged AS (
            SELECT m.*, cardinality($2) = 0 OR m.category = ANY ($2) AS by_category,
                cardinality($3) = 0 OR m.manufacturer = ANY ($3) AS by_manufacturer,
                cardinality($4) = 0 OR m.span = ANY ($4) AS by_span,
                NOT $6 OR m.in_range AS by_range
            FROM matching m
        )
        SELECT 'category', j.category::text, count(*) FROM judged j
            WHERE by_manufacturer AND by_span AND by_range GROUP BY j.category
        UNION ALL SELECT 'manufacturer', j.manufacturer::text, count(*) FROM judged j
            WHERE by_category AND by_span AND by_range AND j.manufacturer <> ''
            GROUP BY j.manufacturer
        UNION ALL SELECT 'price', j.span::text, count(*) FROM judged j
            WHERE by_category AND by_manufacturer AND by_range GROUP BY j.span
        UNION ALL SELECT 'range', 'joint', count(*) FROM judged j
            WHERE by_category AND by_manufacturer AND by_span AND j.in_range
        UNION ALL SELECT 'total', '', count(*) FROM judged j
            WHERE by_category AND by_manufacturer AND by_span AND by_range
    $q$, catalogue_conditions(terms, words))
    USING on_day, categories, manufacturers, spans, edges, range_only,
        catalogue_my_agreements(agreements), at_most;
END $f$;
"""  # noqa: S608 - made of constants; what people type goes in by parameter

SIGNATURES = {
    "catalogue_search": "bigint[], text[], text[], text[], text[], integer[], bigint[], text,"
    " date, text, text, bigint, integer",
    "catalogue_facets": "bigint[], text[], text[], text[], text[], integer[], bigint[], boolean,"
    " date, integer",
}
GRANTS = ";".join(
    f"REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC;"
    f" GRANT EXECUTE ON FUNCTION {name}({types}) TO samkop_app"
    for name, types in SIGNATURES.items()
)
DROP = ";".join(
    [
        *(f"DROP FUNCTION {name}({types})" for name, types in SIGNATURES.items()),
        "DROP FUNCTION catalogue_conditions(text[], text[])",
        "DROP FUNCTION catalogue_my_agreements(bigint[])",
        "DROP INDEX catalogue_item_search",
    ]
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_wall")]

    operations = [migrations.RunSQL([INDEX, CONDITIONS, SEARCH, FACETS, GRANTS], reverse_sql=DROP)]
