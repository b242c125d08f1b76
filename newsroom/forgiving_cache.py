"""A cache that costs nobody anything when it is gone."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, InterfaceError, connections, router, transaction
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)


def digest_of(key: str, prefix: str, version: int) -> str:
    """How a thing is called in the table. Who is counted there is called by their address otherwise."""
    return salted_hmac("newsroom.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


class ForgivingCache(DatabaseCache):
    """While its table cannot be asked, nothing was kept there and nothing can be.

    It holds nothing of the record, so nobody's comment and no decision is to fail for want of it. Passwords
    cannot be tried meanwhile: where nobody counts, sign-in is refused.
    """

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._forgiven({}, super().get_many, keys, version)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._forgiven(False, super().has_key, key, version)

    def clear(self) -> None:
        self._forgiven(None, super().clear)

    def _base_set(self, *args: Any, **kwargs: Any) -> bool:
        return self._forgiven(False, super()._base_set, *args, **kwargs)  # type: ignore[misc]

    def _base_delete_many(self, keys: Any) -> bool:
        return self._forgiven(False, super()._base_delete_many, keys)  # type: ignore[misc]

    def _forgiven(self, nothing: Any, ask: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            with self._apart():
                return ask(*args, **kwargs)
        except (DatabaseError, InterfaceError) as error:
            log.warning("The cache cannot be asked: %s", type(error).__name__)
            return nothing

    def _apart(self) -> AbstractContextManager[Any]:
        """PostgreSQL would let nothing more be done in a transaction in which the cache failed."""
        using = router.db_for_write(self.cache_model_class)
        is_within = connections[using].in_atomic_block
        return transaction.atomic(using=using) if is_within else nullcontext()
