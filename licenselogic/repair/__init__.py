"""What to do: the licences that a work may carry."""
