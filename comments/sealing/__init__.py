"""Closing the record under digests that can be published, and telling whether it is still what was closed.

What is digested, byte for byte, is described in docs/record.md.
"""
