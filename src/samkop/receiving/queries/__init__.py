"""Reads of receiving."""
