"""The limit of an order: one transaction of its shape in PostgreSQL, by pgbench.

Three products read; order, three lines, outbox and audit inserted; budget and ceiling
updated (design: docs/reference/benchmarks.md). On our server, durable as ours, in a
database of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

import psycopg

from samkop.platform import embedded_postgres as postgres
from samkop.site.bench.figures import Rival

DATABASE = "limit_pgbench"
CEILINGS, BUDGETS, PRODUCTS = 100, 1_000, 1_000
TABLES = """
CREATE TABLE product (id int PRIMARY KEY, price bigint NOT NULL);
CREATE TABLE ceiling (id int PRIMARY KEY, room bigint NOT NULL, used bigint NOT NULL CHECK
    (used <= room)) WITH (fillfactor = 20);
CREATE TABLE budget (id int PRIMARY KEY, room bigint NOT NULL, used bigint NOT NULL CHECK
    (used <= room)) WITH (fillfactor = 20);
CREATE TABLE orders (id bigserial PRIMARY KEY, ceiling int NOT NULL REFERENCES ceiling,
    budget int NOT NULL REFERENCES budget, cents bigint NOT NULL, at timestamptz NOT NULL);
CREATE TABLE line (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders,
    product int NOT NULL REFERENCES product, quantity int NOT NULL, cents bigint NOT NULL);
CREATE INDEX ON line (order_id);
CREATE TABLE outbox (id bigserial PRIMARY KEY, name text NOT NULL, body jsonb NOT NULL);
CREATE TABLE audit (id bigserial PRIMARY KEY, at timestamptz NOT NULL, payload text NOT NULL);
INSERT INTO product SELECT n, 1000 + n FROM generate_series(1, {products}) n;
INSERT INTO ceiling SELECT n, 1e15, 0 FROM generate_series(1, {ceilings}) n;
INSERT INTO budget SELECT n, 1e15, 0 FROM generate_series(1, {budgets}) n;
VACUUM ANALYZE
"""
ORDER = r"""
\set budget random(1, {budgets})
\set ceiling random(1, {ceilings})
\set one random(1, {products})
\set two random(1, {products})
\set three random(1, {products})
BEGIN;
SELECT price AS p1 FROM product WHERE id = :one \gset
SELECT price AS p2 FROM product WHERE id = :two \gset
SELECT price AS p3 FROM product WHERE id = :three \gset
\set total :p1 + :p2 + :p3
INSERT INTO orders (ceiling, budget, cents, at)
    VALUES (:ceiling, :budget, :total, now()) RETURNING id AS placed \gset
INSERT INTO line (order_id, product, quantity, cents)
    VALUES (:placed, :one, 1, :p1), (:placed, :two, 1, :p2), (:placed, :three, 1, :p3);
INSERT INTO outbox (name, body)
    VALUES ('order-placed', jsonb_build_object('order', :placed::bigint));
INSERT INTO audit (at, payload) VALUES (now(), repeat('x', 800));
UPDATE budget SET used = used + :total WHERE id = :budget;
UPDATE ceiling SET used = used + :total WHERE id = :ceiling;
COMMIT;
"""
THREADS = 2
TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class Limit:
    """The database with its tables, and pgbench on it."""

    def __init__(self, server: postgres.Server) -> None:
        with psycopg.connect(server.dsn("postgres"), autocommit=True) as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            admin.execute(f"CREATE DATABASE {DATABASE}")
            self.version = str(admin.info.server_version // 10_000)
        self._parameters = server.parameters(DATABASE)
        tables = TABLES.format(products=PRODUCTS, ceilings=CEILINGS, budgets=BUDGETS)
        with psycopg.connect(server.dsn(DATABASE), autocommit=True) as database:
            for statement in tables.split(";"):
                database.execute(statement)

    def tps(self, clients: int, seconds: int, *, ceilings: int = CEILINGS) -> float:
        """Transactions a second of so many clients, spread over so many ceilings."""
        script = ORDER.format(budgets=BUDGETS, ceilings=ceilings, products=PRODUCTS)
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
            file.write(script)
            file.flush()
            return float(TPS.findall(self._pgbench(Path(file.name), clients, seconds))[0])

    def as_rival(self, value: float) -> Rival:
        """The limit as a figure's other."""
        return Rival("pgbench on PostgreSQL", self.version, value)

    def _pgbench(self, script: Path, clients: int, seconds: int) -> str:
        given = self._parameters
        command = [
            str(postgres.program("pgbench")), "--no-vacuum", f"--file={script}",
            f"--client={clients}", f"--jobs={THREADS}", f"--time={seconds}",
            "--protocol=prepared", f"--host={given['host']}", f"--port={given['port']}",
            f"--username={given['user']}", DATABASE,
        ]  # fmt: skip
        environment = {**os.environ, "PGPASSWORD": given["password"]}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout
