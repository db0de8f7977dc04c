"""The tables of the cooperation, one aggregate a file."""
