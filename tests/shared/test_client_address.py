"""Where a request comes from, as limits by address count it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from wobangni.surfaces.shared.client import client_address

ADDRESSES = {
    # proxies, REMOTE_ADDR, X-Forwarded-For: what counts
    (0, "203.0.113.9", ""): "203.0.113.9",
    (0, "203.0.113.9", "198.51.100.1"): "203.0.113.9",  # whatever a sender claims
    (1, "10.0.0.1", "198.51.100.1, 203.0.113.9"): "203.0.113.9",
    (2, "10.0.0.1", "198.51.100.1, 203.0.113.9"): "198.51.100.1",
    (0, "2001:db8:1:2:aaaa::1", ""): "2001:db8:1:2::",  # a household has the whole network
    (0, "2001:db8:1:2:bbbb::9", ""): "2001:db8:1:2::",
    (0, "2001:db8:1:3::1", ""): "2001:db8:1:3::",
    (0, "::ffff:203.0.113.9", ""): "203.0.113.9",
    (1, "10.0.0.1", "unknown"): "unknown",
    (0, "", ""): "",
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_the_address_that_counts(case: tuple[int, str, str], settings: Any) -> None:
    settings.PROXIES, remote, forwarded = case
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert client_address(request) == ADDRESSES[case]
