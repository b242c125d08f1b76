"""The public record: what anybody may know of how comments are moderated. See docs/transparency.md."""
