"""One verdict as files that anybody can replay with a solver of another make."""
