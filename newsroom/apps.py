from allauth.account.signals import authentication_step_completed
from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = gettext_lazy("Newsroom")

    def ready(self) -> None:
        from newsroom import system_checks  # noqa: F401
        from newsroom.account_language import after_signing_in
        from newsroom.sessions import without_names

        user_logged_in.connect(after_signing_in, dispatch_uid="newsroom.language")
        authentication_step_completed.connect(without_names, dispatch_uid="newsroom.sessions")
