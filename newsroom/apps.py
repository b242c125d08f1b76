from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from newsroom import system_checks  # noqa: F401
