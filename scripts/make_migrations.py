"""Write missing migrations, without a database: ``python scripts/make_migrations.py APP NAME``.

``--check`` only says whether any is missing (exit code 1).
"""

import os
import sys

os.environ.setdefault("SAMKOP_SECRET_KEY", "not used: no request is served")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samkop.site.settings")

import django
from django.conf import settings
from django.core.management import call_command

settings.DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
django.setup()
if sys.argv[1:] == ["--check"]:
    call_command("makemigrations", check_changes=True, dry_run=True, skip_checks=True)
else:
    app, name = sys.argv[1:]
    call_command("makemigrations", app, name=name, skip_checks=True)
