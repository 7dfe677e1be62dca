"""What changed between two licences: clauses, permissions, duties, counts-as rules."""
