"""Row security as migration operations: each table says once who reads and who writes it.

``protect`` stands in the migration that creates the table. One policy a verb: with one
policy for all verbs a reader could delete and take over rows. Row security is enabled but
not forced: the owner runs migrations and backups, the application owns nothing.

Conditions are SQL over the row. Write them so that they stay fast:
``buyer_id = ANY (samkop_party_ids())`` is inlined; a sub-select around it is not.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

APPLICATION = "samkop_app"
EVERYBODY = "true"

FUNCTIONS = """
CREATE FUNCTION samkop_party_ids() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('samkop.party_ids', true), ''), '{}')::bigint[] $$;
CREATE FUNCTION samkop_person_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('samkop.person_id', true), '')::bigint $$;
CREATE FUNCTION samkop_actor() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('samkop.actor', true), '') $$;
"""
DROP_FUNCTIONS = (
    "DROP FUNCTION samkop_party_ids(); DROP FUNCTION samkop_person_id();"
    " DROP FUNCTION samkop_actor();"
)


def party(column: str) -> str:
    """The condition that ``column`` is one of the parties acted for."""
    return f"{column} = ANY (samkop_party_ids())"


def system_job(*names: str) -> str:
    """The condition that one of these named system jobs acts."""
    listed = ", ".join(f"'job:{name}'" for name in names)
    return f"samkop_actor() IN ({listed})"


def either(*conditions: str) -> str:
    """Any of the conditions."""
    return " OR ".join(f"({condition})" for condition in conditions)


def protect(
    table: str,
    *,
    read: str,
    write: str | None = None,
    update: Sequence[str] = (),
    update_when: str | None = None,
    delete: str | None = None,
) -> RunSQL:
    """Row security for a table, and the application's rights on it.

    ``read``, ``write``, ``delete`` are SQL conditions; without ``write`` nobody inserts,
    without ``delete`` nobody deletes. ``update`` names the columns that may change, under
    ``update_when`` (``write`` if not given). A table read by everybody is *published*,
    any other *private*; the table's comment says which, for ``tests/house``.
    """
    kind = "published" if read == EVERYBODY else "private"
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"COMMENT ON TABLE {table} IS 'samkop:{kind}'",
        f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})",
        f"GRANT SELECT ON {table} TO {APPLICATION}",
    ]
    if write is not None:
        statements += [
            f"CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({write})",
            f"GRANT INSERT ON {table} TO {APPLICATION}",
        ]
    if update:
        may = update_when or write
        statements += [
            f"CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({may}) WITH CHECK ({may})",
            f"GRANT UPDATE ({', '.join(update)}) ON {table} TO {APPLICATION}",
        ]
    if delete is not None:
        statements += [
            f"CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({delete})",
            f"GRANT DELETE ON {table} TO {APPLICATION}",
        ]
    return RunSQL(";\n".join(statements), reverse_sql=_unprotect(table))


def _unprotect(table: str) -> str:
    policies = "; ".join(
        f"DROP POLICY IF EXISTS {table}_{verb} ON {table}"
        for verb in ("read", "insert", "update", "delete")
    )
    return (
        f"{policies}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        f" REVOKE ALL ON {table} FROM {APPLICATION}"
    )


def infrastructure(tables: dict[str, str]) -> RunSQL:
    """Full rights on tables that are read before it is known who acts, with the reason.

    Sequences that belong to the tables are included.
    """
    statements = []
    for table, reason in tables.items():
        quoted = reason.replace("'", "''")
        statements += [
            f"COMMENT ON TABLE {table} IS 'samkop:infrastructure: {quoted}'",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APPLICATION}",
        ]
    listed = ", ".join(f"'{table}'" for table in tables)
    statements.append(
        "DO $$ DECLARE s text; BEGIN FOR s IN SELECT d.objid::regclass FROM pg_depend d"  # noqa: S608
        " JOIN pg_class c ON c.oid = d.refobjid JOIN pg_class q ON q.oid = d.objid"
        f" WHERE q.relkind = 'S' AND d.deptype IN ('a', 'i') AND c.relname IN ({listed})"
        f" LOOP EXECUTE 'GRANT USAGE, SELECT ON SEQUENCE ' || s || ' TO {APPLICATION}';"
        " END LOOP; END $$"
    )
    return RunSQL(";\n".join(statements), reverse_sql=RunSQL.noop)


def append_only(table: str) -> RunSQL:
    """No row of the table is ever changed, deleted or truncated, by the owner neither.

    A trigger rather than missing rights alone: it holds for whoever connects (house.md,
    "Triggers only for append-only tables and transitions").
    """
    function = f"{table}_is_append_only"
    return RunSQL(
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} is append-only: rows are added, never changed'"
        " USING ERRCODE = 'restrict_violation'; END $$;"
        f" CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function}();"
        f" CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        reverse_sql=f"DROP TRIGGER {table}_append_only ON {table};"
        f" DROP TRIGGER {table}_no_truncate ON {table}; DROP FUNCTION {function}()",
    )
