"""``samkop export``: what an installation gives out as a file."""
