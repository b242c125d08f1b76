"""The doors to providers of sign-in. What they answer is theirs, and may be nothing or nonsense."""

from __future__ import annotations

import logging
from functools import wraps

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.openid_connect import views
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from requests import RequestException

log = logging.getLogger(__name__)

# Away, not JSON, or JSON that lacks what the protocol promises.
FAULTS = (RequestException, ValueError, KeyError, TypeError, AttributeError)


def _forgiving(view):
    @wraps(view)
    def door(request, provider_id):
        try:
            return view(request, provider_id)
        except FAULTS as fault:
            log.warning("The provider %s could not be used: %s.", provider_id, type(fault).__name__)
            return render_authentication_error(request, OpenIDConnectProvider.id)

    return door


login, callback = _forgiving(views.login), _forgiving(views.callback)
