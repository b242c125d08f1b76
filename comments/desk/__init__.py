"""The moderator's screen, mounted on the admin site by `CommentAdmin.get_urls()`."""
