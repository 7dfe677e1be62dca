"""What norms mean, in plain Python: norms in force, what they allow, cells of scenarios."""
