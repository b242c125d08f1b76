"""Articles and users, for staff."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.admin import UserAdmin
from django.db.models import CharField, TextField
from django.utils.translation import gettext_lazy as _

from newsroom.closing import unnamed_in_the_admins_log
from newsroom.models import Article, User


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Its log says who deleted an account, and not whose that was."""

    def delete_model(self, request, obj) -> None:
        self.delete_queryset(request, User.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset) -> None:
        unnamed_in_the_admins_log(queryset)
        super().delete_queryset(request, queryset)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["headline", "section", "language", "published_at", "is_open_for_comments"]
    list_filter = ["language", "section"]
    search_fields = ["headline", "body"]
    prepopulated_fields = {"slug": ["headline"]}
    date_hierarchy = "published_at"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """An article is written in its own direction, whatever language its editor reads the admin in."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, (CharField, TextField)):
            field.widget.attrs["dir"] = "auto"
        if field and isinstance(field.widget, AdminSplitDateTime):
            for widget, name in zip(field.widget.widgets, (_("Date:"), _("Time:")), strict=True):
                widget.attrs["aria-label"] = name
        return field
