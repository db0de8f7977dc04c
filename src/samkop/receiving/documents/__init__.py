"""Receiving's rows from and to e-documents, one kind a file."""
