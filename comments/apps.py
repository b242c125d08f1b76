from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Comments"

    def ready(self) -> None:
        from comments import system_checks  # noqa: F401
