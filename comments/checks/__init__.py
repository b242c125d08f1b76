"""What a check is given, and what it says. Plain Python: nothing here knows Django."""

from comments.checks.protocol import Check, Finding, Reading, Submission

__all__ = ["Check", "Finding", "Reading", "Submission"]
