"""Kills the site's processes with -9 and breaks what they stand on, then looks whether every promise was kept.

`make faults`; what was tried and what was lost stands in docs/reliability.md.
"""
