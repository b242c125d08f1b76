"""Somebody else's site: one page, and `comments` installed from its wheel. Nothing of newsroom."""
