"""What is done with devices, one aggregate a file."""
