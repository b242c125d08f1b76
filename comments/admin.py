"""What staff see of comments in the admin: everything to read, nothing to edit, and the desk."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.desk.doors import may_decide, may_look
from comments.desk.filters import LANGUAGES, discussion_choices, guideline_choices
from comments.desk.forms import TogetherForm
from comments.desk.last_act import remember
from comments.desk.places import is_key
from comments.desk.slices import Slice
from comments.desk.together import Together, decide_together
from comments.desk.urls import desk_urls
from comments.digits import in_digits, number
from comments.models import Comment, Decision, Discussion, Guideline, GuidelineWording
from comments.refusals import Refusal


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that nobody adds, alters or deletes by hand: not by form, not by action, not by posting one."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class OfferedFilter(admin.SimpleListFilter):
    """A value that is not offered means nothing."""

    def value(self) -> str | None:
        value = super().value()
        return value if value in dict(self.lookup_choices) else None


class GuidelineFilter(OfferedFilter):
    """Under which guideline a check asks for a look."""

    title = gettext_lazy("guideline to look at")
    parameter_name = "guideline"

    def lookups(self, request, model_admin):
        return guideline_choices()

    def queryset(self, request, queryset):
        return queryset.with_verdict(self.value()).with_evidence_shown() if self.value() else queryset


class LanguageFilter(OfferedFilter):
    title = gettext_lazy("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        return list(LANGUAGES.items())

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset


class DiscussionFilter(OfferedFilter):
    """The newest ones, as on the desk: a site has more than a page can list."""

    title = gettext_lazy("article")
    parameter_name = "discussion"

    def lookups(self, request, model_admin):
        return discussion_choices(Slice.of(request.GET))

    def queryset(self, request, queryset):
        return queryset.filter(discussion=self.value()) if self.value() else queryset


OFFERED_LOOKUPS = {"status__exact"} | {
    offered.parameter_name for offered in (GuidelineFilter, LanguageFilter, DiscussionFilter)
}


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["words", "signed", "page", "in_language", "status", "received"]
    list_filter = ["status", GuidelineFilter, LanguageFilter, DiscussionFilter]
    search_fields = ["text", "name"]
    list_select_related = ["discussion"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-pk"]  # as they were received, by an index that every filter leaves in use
    actions = ["approve_selected", "reject_selected"]

    def get_urls(self):
        return desk_urls(self.admin_site) + super().get_urls()

    def get_queryset(self, request):
        # Counted for the rows that are shown: a join would count those of every comment there is.
        decisions = Decision.objects.filter(comment=OuterRef("pk")).order_by().values("comment")
        seen = Subquery(decisions.annotate(number=Count("pk")).values("number"))
        return super().get_queryset(request).annotate(seen_on_page=Coalesce(seen, 0))

    def changelist_view(self, request, extra_context=None):
        """Without the sidebar: the words need its room."""
        return super().changelist_view(request, {"is_nav_sidebar_enabled": False, **(extra_context or {})})

    def lookup_allowed(self, lookup, value, request) -> bool:
        """Only what the page offers: by other columns, what it does not show could be guessed bit by bit."""
        return lookup in OFFERED_LOOKUPS

    def has_view_permission(self, request, obj=None) -> bool:
        return may_look(request.user)

    def has_module_permission(self, request) -> bool:
        return may_look(request.user)

    def has_decide_permission(self, request) -> bool:
        return may_decide(request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A comment is read at the desk. Nothing can be sent to it here."""
        if request.method not in ("GET", "HEAD") or not self.has_view_permission(request):
            raise PermissionDenied
        if not is_key(object_id):
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("admin:comments_desk_card", pk=object_id)

    @admin.display(description=gettext_lazy("words"), ordering="text")
    def words(self, comment: Comment) -> SafeString:
        return format_html(
            '<span dir="auto" lang="{}">{}</span>',
            comment.language,
            Truncator(comment.text).chars(160) or "—",
        )

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def signed(self, comment: Comment) -> SafeString:
        return format_html("<bdi>{}</bdi>", comment.name or "—")

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def in_language(self, comment: Comment) -> str:
        return str(LANGUAGES.get(comment.language, comment.language))

    @admin.display(description=gettext_lazy("received at"), ordering="received_at")
    def received(self, comment: Comment) -> str:
        return in_digits(date_format(timezone.localtime(comment.received_at), "DATETIME_FORMAT"))

    @admin.display(description=gettext_lazy("page"), ordering="discussion")
    def page(self, comment: Comment) -> SafeString:
        return format_html('<bdi lang="{}">{}</bdi>', comment.discussion.language, comment.discussion.title)

    def action_checkbox(self, comment: Comment) -> SafeString:
        """Beside the box: how many decisions the moderator had in front of them, for the act to carry."""
        seen = format_html(
            '<input type="hidden" name="seen_{}" value="{}">',
            comment.pk,
            comment.seen_on_page,  # type: ignore[attr-defined]
        )
        return super().action_checkbox(comment) + seen

    @admin.action(permissions=["decide"], description=gettext_lazy("Approve selected comments"))
    def approve_selected(self, request, queryset):
        def act(comment, seen):
            return comment.approve(by=request.user, seen=seen)

        self._decide(request, act)

    @admin.action(permissions=["decide"], description=gettext_lazy("Reject selected comments…"))
    def reject_selected(self, request, queryset):
        """First a page that shows them and asks for guidelines; then each, with the `seen` of the list."""

        def act(comment, seen):
            return comment.reject(
                by=request.user,
                seen=seen,
                guidelines=request.POST.getlist("guideline"),
                explanation=request.POST.get("explanation", ""),
            )

        if "confirmed" not in request.POST:
            return self._ask_for_guidelines(request)
        try:
            return self._decide(request, act)
        except Refusal as refusal:
            return self._ask_for_guidelines(request, fault=str(refusal), status=422)

    def _decide(self, request: HttpRequest, act) -> None:
        form = self._selection(request)
        if not form.is_valid():
            return messages.error(request, form.fault)
        together = decide_together(form.cleaned_data["chosen"], act)
        if together.decided:
            remember(request, together.decided)
        return self._report(request, together, left_out=form.left_out)

    def _report(self, request: HttpRequest, together: Together, *, left_out: int) -> None:
        decided = len(together.decided)
        if decided:
            sentence = ngettext("%(n)s comment decided.", "%(n)s comments decided.", decided)
            undo = _("To undo, go to the desk within the time for it.")
            messages.success(request, f"{sentence % {'n': number(decided)}} {undo}")
        for refusal in together.refusals:
            messages.warning(request, refusal)
        if left_out or request.POST.get("select_across") == "1":
            messages.warning(
                request, _("Only comments that stood on the page were decided; the others were left alone.")
            )

    def _ask_for_guidelines(self, request: HttpRequest, *, fault: str = "", status: int = 200):
        form = self._selection(request)
        if not form.is_valid():
            return messages.error(request, form.fault)
        seen = form.cleaned_data["chosen"]
        comments = Comment.objects.filter(pk__in=seen).select_related("discussion").oldest_first()
        context = self.admin_site.each_context(request) | {
            "title": _("Reject selected comments"),
            "opts": self.opts,
            "selected": [(comment, seen[comment.pk]) for comment in comments],
            "guidelines": guideline_choices(),
            "chosen": request.POST.getlist("guideline"),
            "explanation": request.POST.get("explanation", ""),
            "fault": fault,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "comments/desk/reject_selected.html", context, status=status)

    @staticmethod
    def _selection(request: HttpRequest) -> TogetherForm:
        sent = request.POST.copy()
        sent.setlist("chosen", request.POST.getlist("_selected_action"))
        return TogetherForm(sent)


@admin.register(Discussion)
class DiscussionAdmin(ReadOnlyAdmin):
    list_display = ["title", "section", "language", "is_open", "begun_at"]
    list_filter = ["language", "section"]
    search_fields = ["title"]
    fields = ["title", "url", "section", "language", "byline", "begun_at", "closed_at", "text"]
    ordering = ["-begun_at", "-pk"]
    actions = ["close_selected", "reopen_selected"]

    def has_close_permission(self, request) -> bool:
        return request.user.has_perm("comments.change_discussion")

    @admin.display(boolean=True, description=gettext_lazy("open"))
    def is_open(self, discussion: Discussion) -> bool:
        return discussion.is_open

    @admin.action(permissions=["close"], description=gettext_lazy("Close selected discussions"))
    def close_selected(self, request, queryset):
        for discussion in queryset:
            discussion.close(by=request.user)
        sentence = ngettext("%(n)s discussion closed.", "%(n)s discussions closed.", len(queryset))
        messages.success(request, sentence % {"n": number(len(queryset))})

    @admin.action(permissions=["close"], description=gettext_lazy("Reopen selected discussions"))
    def reopen_selected(self, request, queryset):
        for discussion in queryset:
            discussion.reopen(by=request.user)
        sentence = ngettext("%(n)s discussion reopened.", "%(n)s discussions reopened.", len(queryset))
        messages.success(request, sentence % {"n": number(len(queryset))})


class GuidelineWordingInline(admin.TabularInline):
    model = GuidelineWording
    fields = ["language", "version", "title", "text", "worded_at"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Guideline)
class GuidelineAdmin(ReadOnlyAdmin):
    """To read, every version of the words; `actions` holds none, as a guideline is never deleted."""

    list_display = ["__str__", "code", "position", "retired_at"]
    inlines = [GuidelineWordingInline]
    ordering = ["position", "code"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("wordings")
