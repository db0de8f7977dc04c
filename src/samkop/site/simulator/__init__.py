"""A supplier of our own making, on the other side of the directory transport."""
