"""Kills the site's processes with -9, takes away what they stand on, and looks whether every promise held.

`make faults`; what was tried and what was lost stands in docs/reliability.md.
"""
