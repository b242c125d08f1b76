from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommentsConfig(AppConfig):
    name = "comments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Comments"

    def ready(self) -> None:
        from comments import system_checks  # noqa: F401
        from comments.groups import make_groups

        # After django.contrib.auth has made the permissions: it stands before us in INSTALLED_APPS.
        post_migrate.connect(make_groups, sender=self, dispatch_uid="comments.groups")
