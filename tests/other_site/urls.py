from django.contrib import admin
from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from other_site.models import Page


def page(request, pk):
    return render(request, "page.html", {"page": get_object_or_404(Page, pk=pk)})


urlpatterns = [
    path("pages/<int:pk>/", page, name="page"),
    path("comments/", include("comments.urls")),
    path("admin/", admin.site.urls),
]
