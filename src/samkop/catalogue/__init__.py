"""Catalogue: the shop's shelf."""
