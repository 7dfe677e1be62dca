"""What to do: the licences that a work may carry, and what to change to let it be published."""
