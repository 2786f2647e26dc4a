"""Rate limits of public pages by address."""

from datetime import UTC, datetime, timedelta

from allauth.core.internal import ratelimit
from django.core.cache import cache

from accounts.services import TooOften


def throttle(request, action, rate):
    """Count one more POST; raises TooOften with the time at which the next one is allowed."""
    if ratelimit.consume(request, app="access", action=action, config={action: rate}):
        return
    (parsed,) = ratelimit.parse_rates(rate)
    history = cache.get(ratelimit.get_cache_key(request, app="access", action=action, rate=parsed)) or []
    since = datetime.fromtimestamp(history[-1], UTC) if history else datetime.now(UTC)
    raise TooOften(since + timedelta(seconds=parsed.duration))
