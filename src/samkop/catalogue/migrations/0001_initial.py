"""Catalogues, uploaded files, items and the joint range."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import samkop.catalogue.models.folding

# As house.md has it: å ä ö kept, other accents folded, digits padded. Immutable, because
# generated columns and indexes are made of them.
FUNCTIONS = r"""
CREATE FUNCTION catalogue_folded(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(lower(normalize(value, NFC)),
        'áàâãāéèêëēěíìîïīóòôõōőúùûüūűýÿñńçćčšśžźżłøæ',
        'aaaaaeeeeeeiiiiioooooouuuuuuyynncccsszzzlöä')
$$;
CREATE FUNCTION catalogue_sort_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(
        regexp_replace(translate(public.catalogue_folded(value), 'åäö', '{|}'),
            '([0-9]+)', '0000000\1', 'g'),
        '0*([0-9]{8})(?![0-9])', '\1', 'g')
$$;
"""
DROP_FUNCTIONS = "DROP FUNCTION catalogue_sort_key(text); DROP FUNCTION catalogue_folded(text)"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0001_initial"),
        ("parties", "0002_wall"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=DROP_FUNCTIONS),
        migrations.CreateModel(
            name="Catalogue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=100)),
                ("version", models.CharField(blank=True, max_length=100)),
                (
                    "format",
                    models.CharField(
                        choices=[("peppol", "Peppol Catalogue"), ("csv", "CSV"), ("xlsx", "Excel")],
                        max_length=10,
                    ),
                ),
                ("issue_date", models.DateField()),
                ("source_hash", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField()),
                ("items", models.PositiveIntegerField()),
                ("refused", models.PositiveIntegerField(default=0)),
                ("faults", models.JSONField(default=list)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CatalogueFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "format",
                    models.CharField(
                        choices=[("peppol", "Peppol Catalogue"), ("csv", "CSV"), ("xlsx", "Excel")],
                        max_length=10,
                    ),
                ),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("replaces_all", models.BooleanField(default=False)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CatalogueItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seller_item_id", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                ("manufacturer", models.CharField(blank=True, max_length=120)),
                ("model", models.CharField(blank=True, max_length=120)),
                ("gtin", models.CharField(blank=True, max_length=14)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("phone", "Phones"),
                            ("rugged-phone", "Rugged phones"),
                            ("tablet", "Tablets"),
                            ("laptop", "Laptops"),
                            ("desktop", "Desktop computers"),
                            ("monitor", "Monitors"),
                            ("dock", "Docks"),
                            ("headset", "Headsets"),
                            ("keyboard", "Keyboards"),
                            ("mouse", "Mice"),
                            ("camera", "Cameras"),
                            ("charger", "Chargers"),
                            ("printer", "Printers"),
                            ("projector", "Projectors"),
                            ("watch", "Watches"),
                            ("network", "Network devices"),
                            ("server", "Servers"),
                            ("storage", "Storage"),
                            ("sim", "Subscriptions"),
                            ("software", "Software"),
                            ("service", "Services"),
                            ("accessory", "Accessories"),
                        ],
                        max_length=20,
                    ),
                ),
                ("list_price_cents", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("unit_code", models.CharField(default="EA", max_length=3)),
                ("vat_category", models.CharField(blank=True, max_length=2)),
                (
                    "vat_percent",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                ("properties", models.JSONField(default=dict)),
                ("lead_time_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "co2e_kg",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True),
                ),
                ("co2e_source", models.CharField(blank=True, max_length=300)),
                (
                    "support_state",
                    models.CharField(
                        choices=[
                            ("known", "Known"),
                            ("not-announced", "No end announced"),
                            ("not-known", "Not known"),
                        ],
                        default="not-known",
                        max_length=15,
                    ),
                ),
                ("support_ends", models.DateField(blank=True, null=True)),
                ("active", models.BooleanField(default=True)),
                (
                    "search_text",
                    models.GeneratedField(
                        db_persist=True,
                        expression=samkop.catalogue.models.folding.Folded(
                            django.db.models.functions.text.Concat(
                                models.F("name"),
                                models.Value(" "),
                                models.F("manufacturer"),
                                models.Value(" "),
                                models.F("model"),
                                models.Value(" "),
                                models.F("seller_item_id"),
                                models.Value(" "),
                                models.F("gtin"),
                                models.Value(" "),
                                models.F("description"),
                                output_field=models.TextField(),
                            )
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "sort_key",
                    models.GeneratedField(
                        db_persist=True,
                        expression=samkop.catalogue.models.folding.SortKey("name"),
                        output_field=models.TextField(db_collation="C"),
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "catalogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="catalogue.catalogue"
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RangeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="agreements.frameworkagreement",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ranges",
                        to="catalogue.catalogueitem",
                    ),
                ),
                (
                    "purchasing_body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="catalogue",
            index=models.Index(fields=["agreement", "-imported_at"], name="catalogue_newest"),
        ),
        migrations.AddConstraint(
            model_name="catalogue",
            constraint=models.UniqueConstraint(
                fields=("agreement", "number", "version"), name="catalogue_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogue",
            constraint=models.CheckConstraint(
                condition=models.Q(("format__in", ["peppol", "csv", "xlsx"])),
                name="catalogue_format_known",
            ),
        ),
        migrations.AddIndex(
            model_name="cataloguefile",
            index=models.Index(fields=["purchasing_body", "-id"], name="catalogue_file_newest"),
        ),
        migrations.AddConstraint(
            model_name="cataloguefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("format__in", ["peppol", "csv", "xlsx"])),
                name="catalogue_file_format_known",
            ),
        ),
        migrations.AddIndex(
            model_name="catalogueitem",
            index=models.Index(
                fields=["agreement", "sort_key", "id"], name="catalogue_item_by_name"
            ),
        ),
        migrations.AddIndex(
            model_name="catalogueitem",
            index=models.Index(
                fields=["agreement", "list_price_cents", "id"], name="catalogue_item_by_price"
            ),
        ),
        migrations.AddIndex(
            model_name="catalogueitem",
            index=models.Index(fields=["catalogue"], name="catalogue_item_by_catalogue"),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.UniqueConstraint(
                fields=("agreement", "seller_item_id"), name="catalogue_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.UniqueConstraint(
                fields=("id", "agreement"), name="catalogue_item_of_agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "phone",
                            "rugged-phone",
                            "tablet",
                            "laptop",
                            "desktop",
                            "monitor",
                            "dock",
                            "headset",
                            "keyboard",
                            "mouse",
                            "camera",
                            "charger",
                            "printer",
                            "projector",
                            "watch",
                            "network",
                            "server",
                            "storage",
                            "sim",
                            "software",
                            "service",
                            "accessory",
                        ],
                    )
                ),
                name="catalogue_item_category_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("list_price_cents__gte", 0)),
                name="catalogue_item_price_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("support_ends__isnull", False), ("support_state", "known")),
                    models.Q(
                        ("support_state__in", ["not-announced", "not-known"]),
                        ("support_ends__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="catalogue_item_support_end_if_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaced_by", models.F("id")), _negated=True),
                name="catalogue_item_not_its_own_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeitem",
            constraint=models.UniqueConstraint(
                fields=("item", "valid_from"), name="range_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rangeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="range_item_ends_after_its_start",
            ),
        ),
    ]
