"""Code that uses models: which ones, and what that means for its own licence."""
