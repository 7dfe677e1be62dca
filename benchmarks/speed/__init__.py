"""How fast checks are: `python -m benchmarks.speed [--smoke] [--write docs/speed.md]`.

Times are of the processor: what a wall clock shows on a machine that does nothing else. Whole
processes stand beside the floor of their imports, lineages beside an empty loop over their works:
ratios can be compared between machines.
"""
