"""What clauses say: the vocabulary, conditions, readings of the law, and norms as plain values."""
