"""The doors to providers of sign-in. What they answer is theirs, and may be nothing or nonsense."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404
from requests import RequestException

from newsroom.sign_in_with import is_address

log = logging.getLogger(__name__)

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
# All that we ever look at; whatever else they say of a reader is not kept.
CLAIMS = ("sub", "email", "email_verified", "preferred_username")


class Adapter(OpenIDConnectOAuth2Adapter):
    """Looks at what a provider says before anybody relies on it. Raises ProviderException."""

    def get_provider(self) -> OpenIDConnectProvider:
        provider: OpenIDConnectProvider = super().get_provider()
        provider.oauth2_adapter_class = Adapter  # which it asks where to lead a reader
        return provider

    @property
    def openid_config(self) -> dict[str, Any]:
        with _reading():
            found: dict[str, Any] = super().openid_config
            addresses = [*map(found.get, ENDPOINTS), found.get("issuer")]
            methods = found.get("token_endpoint_auth_methods_supported", [])
        are_right = [isinstance(url, str) and is_address(url, ("https", "http")) for url in addresses]
        if not all(are_right) or not isinstance(methods, list):
            raise ProviderException("The configuration lacks what the protocol promises.")
        return found

    def get_access_token_data(self, *args, **kwargs) -> dict[str, Any]:
        with _reading():
            said = super().get_access_token_data(*args, **kwargs)
            token = {"access_token": said["access_token"], "id_token": said.get("id_token")}
        if not all(isinstance(value, str | None) for value in token.values()) or not token["access_token"]:
            raise ProviderException("The token is none.")
        return token  # when it ends nobody needs to know: it is used at once, and not kept

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with _reading():
            said = super()._fetch_user_info(access_token)
            reader = {claim: said[claim] for claim in CLAIMS if claim in said}
        return _trusted(reader)

    def _decode_id_token(self, app, id_token: str) -> dict[str, Any]:
        with _reading():
            said = super()._decode_id_token(app, id_token)
            reader = {claim: said[claim] for claim in CLAIMS if claim in said}
        return _trusted(reader)


@contextmanager
def _reading() -> Iterator[None]:
    """Of what a provider said, and nothing else: a fault of ours is to be seen as one."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        if isinstance(fault, RequestException):
            raise
        raise ProviderException(f"The answer cannot be read ({type(fault).__name__}).") from fault


def _trusted(reader: dict[str, Any]) -> dict[str, Any]:
    """With a name of its own, and text where there should be text."""
    if not isinstance(reader.get("sub"), str | int) or not str(reader["sub"]).strip():
        raise ProviderException("The reader has no name at the provider.")
    texts = ("email", "preferred_username")
    return {claim: said for claim, said in reader.items() if claim not in texts or isinstance(said, str)}


def _door(view):
    @login_not_required
    def door(request, provider_id):
        try:
            return view.adapter_view(Adapter(request, provider_id))(request)
        except SocialApp.DoesNotExist as missing:
            raise Http404 from missing
        except (RequestException, OAuth2Error, ProviderException) as fault:
            log.warning("The provider %s could not be used: %s.", provider_id, type(fault).__name__)
            return render_authentication_error(request, OpenIDConnectProvider.id)

    return door


login, callback = _door(OAuth2LoginView), _door(OAuth2CallbackView)
