"""What to publish beside a work: the checklist, and drafts of the files that meet it."""
