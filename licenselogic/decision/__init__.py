"""A lineage folded to signatures, and signatures decided: data in, data out, no words."""
