"""How long real works take to decide and to explain: `python -m benchmarks.signatures`.

The works are drawn at random from a snapshot of the Hugging Face Hub (`snapshot`). Each is decided
and checked with cold caches, in one process (`measure`), and the two answers are compared.
Deciding starts from a signature; what it takes to fold a lineage into one is told beside it.
"""
