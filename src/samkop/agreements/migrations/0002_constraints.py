"""The named constraints: each invariant of a row has its home here."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import samkop.agreements.models.prices


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.UniqueConstraint(
                fields=("purchasing_body", "number"), name="framework_agreement_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.UniqueConstraint(
                fields=("id", "supplier"), name="framework_agreement_of_supplier"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "in-preparation",
                            "interim",
                            "in-force",
                            "suspended",
                            "annulled",
                            "exhausted",
                            "ended",
                        ],
                    )
                ),
                name="framework_agreement_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "category__in",
                        [
                            "mobile-devices",
                            "workstations",
                            "meeting-rooms",
                            "networks",
                            "software",
                            "services",
                        ],
                    )
                ),
                name="framework_agreement_category_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gte", models.F("valid_from"))),
                name="framework_agreement_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "valid_until__lt",
                        models.Func(
                            models.F("valid_from"),
                            output_field=models.DateField(),
                            template="((%(expressions)s + interval '4 years')::date)",
                        ),
                    ),
                    models.Q(("term_justification", ""), _negated=True),
                    _connector="OR",
                ),
                name="framework_agreement_four_years_or_justified",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("maximum_value_cents__gt", 0)),
                name="framework_agreement_has_a_maximum",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                name="framework_agreement_currency_is_iso_4217",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fee_permille", 0), ("purchasing_body_acts_as", "wholesaler")),
                    models.Q(("markup_permille", 0), ("purchasing_body_acts_as", "intermediary")),
                    _connector="OR",
                ),
                name="framework_agreement_markup_or_fee",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("agreement", "buyer"), name="participation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("id", "buyer"), name="participation_of_buyer"
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(("orders_from__gte", models.F("decided_on"))),
                name="participation_orders_after_the_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("orders_until__isnull", True),
                    ("orders_until__gte", models.F("orders_from")),
                    _connector="OR",
                ),
                name="participation_ends_after_its_start",
            ),
        ),
        migrations.AddIndex(
            model_name="ceilingmovement",
            index=models.Index(fields=["agreement", "id"], name="ceiling_movement_in_order"),
        ),
        migrations.AddIndex(
            model_name="ceilingmovement",
            index=models.Index(
                fields=["participation", "reference"], name="ceiling_movement_by_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="ceilingmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cents", 0), _negated=True),
                    models.Q(("quantities", {}), _negated=True),
                    _connector="OR",
                ),
                name="ceiling_movement_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="listprice",
            constraint=models.UniqueConstraint(
                fields=("agreement", "seller_item_id", "valid_from"), name="list_price_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="listprice",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("agreement", "="),
                    ("seller_item_id", "="),
                    (
                        samkop.agreements.models.prices.DateRange(
                            "valid_from",
                            "valid_until",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="list_price_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="listprice",
            constraint=models.CheckConstraint(
                condition=models.Q(("net_price_cents__gte", 0)), name="list_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="listprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="list_price_ends_after_its_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="modification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ground__in", ["review-clause", "additional", "unforeseen", "de-minimis"])
                ),
                name="modification_ground_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="modification",
            constraint=models.CheckConstraint(
                condition=models.Q(("value_change_cents__gt", 0)), name="modification_raises"
            ),
        ),
        migrations.AddConstraint(
            model_name="modification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground__in", ["additional", "unforeseen"]), _negated=True),
                    models.Q(("notice_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="modification_published_where_required",
            ),
        ),
        migrations.AddIndex(
            model_name="namedbuyer",
            index=models.Index(fields=["buyer", "agreement"], name="named_buyer_by_buyer"),
        ),
        migrations.AddConstraint(
            model_name="namedbuyer",
            constraint=models.UniqueConstraint(
                fields=("agreement", "buyer"), name="named_buyer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="namedbuyer",
            constraint=models.CheckConstraint(
                condition=models.Q(("expected_share_cents__gte", 0)),
                name="named_buyer_share_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="namedbuyer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("maximum_share_cents__isnull", True),
                    ("maximum_share_cents__gte", models.F("expected_share_cents")),
                    _connector="OR",
                ),
                name="named_buyer_may_buy_what_is_expected",
            ),
        ),
        migrations.AddConstraint(
            model_name="pricetier",
            constraint=models.UniqueConstraint(
                fields=("agreement", "price_group", "from_quantity"), name="price_tier_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricetier",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_quantity__gte", 0)), name="price_tier_from_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="pricetier",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount_permille__lte", 1000)),
                name="price_tier_at_most_the_price",
            ),
        ),
        migrations.AddConstraint(
            model_name="tiervolume",
            constraint=models.UniqueConstraint(
                fields=("agreement", "price_group"), name="tier_volume_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tiervolume",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 0)), name="tier_volume_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="committedshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("committed_cents__gte", 0)), name="committed_share_not_negative"
            ),
        ),
    ]
