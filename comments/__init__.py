"""Comments that are moderated before they are published, and never edited."""

__version__ = "0.1.0"
