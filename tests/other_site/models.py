from django.db import models
from django.urls import reverse


class Page(models.Model):
    """All that `comments` asks of a page is where it is."""

    title = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.pk])
