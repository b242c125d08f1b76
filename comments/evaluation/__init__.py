"""An exam for the checks: what they say of comments that people have judged, and of sentences of our own."""
