"""Damaged inputs by the thousand, through every door: `python -m benchmarks.damage [COUNT]`.

What is damaged may be refused, and may be `unknown`.  It must raise nothing but our own errors, it
must not take more than two seconds, and must not become `compatible` where the undamaged was not.
"""
