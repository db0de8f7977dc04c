"""Text as it is searched and sorted: SQL functions of the first migration."""

from __future__ import annotations

from django.db.models import Func, TextField


class Folded(Func):
    """Lower case, without accents save those of å ä ö (``Café Ä`` is ``cafe ä``)."""

    function = "catalogue_folded"
    output_field = TextField()


class SortKey(Func):
    """Folded, digits padded (9 before 10), å ä ö after z as Swedish and Finnish have them."""

    function = "catalogue_sort_key"
    output_field = TextField()
