"""The second judge: the rules of docs/semantics.md as they read, without a solver."""
