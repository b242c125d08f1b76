"""The site's addresses, and that of the bare insert."""

from newsroom.urls import handler400, handler500, urlpatterns
from tests.load import bare

__all__ = ["handler400", "handler500", "urlpatterns"]
urlpatterns = [*urlpatterns, *bare.urlpatterns]
