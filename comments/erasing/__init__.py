"""Removal by law beyond the verbs: again on a backup, by itself after a time, and off the disk."""
