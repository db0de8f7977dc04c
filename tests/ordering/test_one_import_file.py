"""The migrations that made one table of the uploaded files, upgrading one with files that wait."""

from __future__ import annotations

import json

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from factories.import_files import a_people_file
from factories.ordering import NOW, a_market
from factories.parties import an_actor
from samkop.ordering.usecases.import_file import import_uploaded_file
from samkop.parties.models import HeadingMap, ImportFile
from samkop.parties.usecases.people_import import import_people_file
from samkop.platform import migrating
from samkop.platform.models import ImportRecord
from samkop.platform.unit_of_work import perform, reading

BEFORE = {"agreements": "0021", "ordering": "0032", "parties": "0012"}
CONTENT = b"Nr;name\n77;Skolor\n"


def migrate_back(**names):
    """All these apps at once: Django goes through every migration there is for each way back."""
    connections.close_all()
    executor = MigrationExecutor(connections["owner"])
    found = executor.loader.get_migration_by_prefix
    with migrating.only_what_changed():
        executor.migrate([(app, found(app, name).name) for app, name in names.items()])
    connections.close_all()


def insert(table, **values):
    """A row as the landed version wrote it; returns its id."""
    names = ", ".join(values)
    marks = ", ".join("%s" for _ in values)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id", list(values.values())
        )
        return cursor.fetchone()[0]


def test_files_that_wait_and_what_their_headings_were_called_come_along(own_database):
    market = a_market()
    buyer = market.buyers[0]
    administrator = an_actor(buyer.party, "administrator")
    a_people_file(administrator, b"name;email\nEva;eva.moved@example.org\n", name="folk.csv")
    migrate_back(**BEFORE)
    common = {"party_id": buyer.party.pk, "uploaded_by_id": buyer.finance.person_id,
              "kind": "cost-centres", "content": CONTENT, "sha256": "0" * 64,
              "uploaded_at": NOW}  # fmt: skip
    old = insert("ordering_importfile", name="gammal.csv", called="{}", **common)
    insert("ordering_importfile", name="ny.csv", called=json.dumps({"Nr": "code"}), **common)
    insert(
        "platform_importrecord", party_id=buyer.party.pk, person_id=buyer.finance.person_id,
        kind="cost-centres", file_name="gammal.csv", sha256="0" * 64, state="waiting",
        subject=f"ordering.importfile:{old}", fault_count=0, faults="[]", page="", sent_at=NOW,
    )  # fmt: skip
    insert(
        "agreements_pricefile", purchasing_body_id=market.purchasing_body.pk,
        agreement_id=market.agreement.pk, uploaded_by_id=market.category_manager.person_id,
        kind="tiers", name="t.csv", content=b"x", called=json.dumps({"Grupp": "price_group"}),
        sha256="0" * 64, uploaded_at=NOW,
    )  # fmt: skip
    connections.close_all()
    migrating.migrate()
    connections.close_all()
    with reading(buyer.finance):
        files = {file.name: file for file in ImportFile.objects.all()}
        kinds = {name: file.kind for name, file in files.items()}
        remembered = HeadingMap.objects.get()
        subjects = {
            one.file_name: one.subject for one in ImportRecord.objects.filter(state="waiting")
        }
    assert kinds == {
        "folk.csv": "people", "gammal.csv": "cost-centres", "ny.csv": "cost-centres",
    }  # fmt: skip
    assert (remembered.kind, remembered.called) == ("cost-centres", {"Nr": "code"})
    assert subjects == {
        name: f"parties.importfile:{files[name].pk}" for name in ("folk.csv", "gammal.csv")
    }
    with reading(market.category_manager):
        assert HeadingMap.objects.get().called == {"Grupp": "price_group"}
    done = perform(buyer.finance, import_uploaded_file, now=NOW, file_id=files["ny.csv"].pk)
    assert (done["new"], done["kind"]) == (1, "cost-centres")
    done = perform(administrator, import_people_file, now=NOW, file_id=files["folk.csv"].pk)
    assert done["new"] == 1
