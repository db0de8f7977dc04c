"""How members of a region decide together, and each for itself."""
