"""Parties: who there is, and who may act for whom."""
