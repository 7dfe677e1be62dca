"""Model cards, folders, Hub responses and lineage files to lineages."""
