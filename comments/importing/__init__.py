"""Bringing in comments from a file of JSON lines. The format is described in docs/importing.md."""
