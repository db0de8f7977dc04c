"""The tables of how well it goes and what it is worth, a part a file."""
