"""From notice to signed award."""
