from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = gettext_lazy("Newsroom")

    def ready(self) -> None:
        from newsroom import system_checks  # noqa: F401
