"""Pure rules: what an offered item has to be, what is known of its device, what an import does."""
