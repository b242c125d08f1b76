"""Articles and users, for staff."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from newsroom.models import Article, User

admin.site.register(User, UserAdmin)


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    list_display = ["headline", "section", "language", "published_at", "is_open_for_comments"]
    list_filter = ["language", "section"]
    search_fields = ["headline", "body"]
    prepopulated_fields = {"slug": ["headline"]}
    date_hierarchy = "published_at"
