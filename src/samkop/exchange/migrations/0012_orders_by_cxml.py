"""Orders that come in by cXML, in a purchasing system's own request."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0011_endpoint_syntax")]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="transport",
            field=models.CharField(
                choices=[
                    ("directory", "Folder"), ("email", "E-mail"),
                    ("access-point", "Access point"), ("portal", "Portal"), ("cxml", "cXML"),
                ],
                max_length=12,
            ),
        ),
    ]  # fmt: skip
