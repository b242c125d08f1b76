"""Where a request came from, coarse and hashed: enough to slow a flood, too little to find a person."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.utils.crypto import salted_hmac

from comments.conf import setting

KEPT_BITS = {4: 24, 6: 56}


def network_of(request) -> str:
    """The client's network as "v4:" or "v6:" and a keyed digest; empty when we cannot tell."""
    address = client_address(request)
    if address is None:
        return ""
    network = ip_network(f"{address}/{KEPT_BITS[address.version]}", strict=False)
    digest = salted_hmac("comments.network", str(network), algorithm="sha256").hexdigest()
    return f"v{address.version}:{digest[:60]}"


def client_address(request) -> IPv4Address | IPv6Address | None:
    """Whom our outermost proxy saw. What stands further left in X-Forwarded-For anyone can write."""
    proxies = setting("TRUSTED_PROXIES")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies and (address := _parsed(forwarded[-proxies])):
        return address
    return _parsed(request.META.get("REMOTE_ADDR", ""))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    # A dual-stack socket shows IPv4 clients as ::ffff:192.0.2.1; they would share one /56.
    return getattr(address, "ipv4_mapped", None) or address
