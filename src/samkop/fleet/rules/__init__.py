"""Pure rules of the fleet."""
