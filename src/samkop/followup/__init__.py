"""How well it goes, what it is worth, and what was learnt."""
