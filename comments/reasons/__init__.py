"""The statement of reasons: complete, as an author is told it on a page, by mail and by programs."""
