"""Dates and numbers by language, over Django's own (the setting FORMAT_MODULE_PATH).

A date in a form is ISO 8601 first, which is what ``<input type="date">`` sends and expects.
"""
