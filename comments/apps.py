from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate, post_save, pre_migrate
from django.utils.translation import gettext_lazy


class CommentsConfig(AppConfig):
    name = "comments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = gettext_lazy("Comments")

    def ready(self) -> None:
        from comments import outbox_check, system_checks  # noqa: F401
        from comments.erasing import system_check as erasing_check  # noqa: F401
        from comments.groups import make_groups
        from comments.languages import make_known
        from comments.models import taken_name
        from comments.privileges import system_check as privileges_check  # noqa: F401
        from comments.sealing import system_check as sealing_check  # noqa: F401
        from comments.triggers import system_check  # noqa: F401
        from comments.triggers.migrating import after_migrating, before_migrating

        make_known()
        post_save.connect(
            taken_name.follow_account, sender=settings.AUTH_USER_MODEL, dispatch_uid="comments.names"
        )
        # After django.contrib.auth has made the permissions: it stands before us in INSTALLED_APPS.
        post_migrate.connect(make_groups, sender=self, dispatch_uid="comments.groups")
        post_migrate.connect(taken_name.after_migrating, sender=self, dispatch_uid="comments.names")
        pre_migrate.connect(before_migrating, sender=self, dispatch_uid="comments.triggers")
        post_migrate.connect(after_migrating, sender=self, dispatch_uid="comments.triggers")
