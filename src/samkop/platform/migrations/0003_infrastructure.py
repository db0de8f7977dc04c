"""The application's rights on the tables that are read before it is known who acts."""

from django.db import migrations

from samkop.platform.infrastructure import INFRASTRUCTURE
from samkop.platform.row_security import infrastructure


class Migration(migrations.Migration):
    dependencies = [
        ("platform", "0002_wall"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("sessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [infrastructure(INFRASTRUCTURE)]
