"""How many real model cards get a definite answer, with no more than what ships."""
