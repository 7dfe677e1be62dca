"""A whole hub at once: what every work of a table may carry, counted by kind and relation."""
