import secrets

import pytest


@pytest.fixture(autouse=True)
def _own_limits(settings):
    """The limits on signing in and registering count in the cache: one test must not use up another's."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": secrets.token_hex(8)}}
