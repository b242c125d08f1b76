"""Many readers at once, and moderators who decide meanwhile: `make load`."""
