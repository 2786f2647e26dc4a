"""The context of every page: carrier, purchaser and menu."""

from django.conf import settings


def shell(request):
    """Values of the base template; it reads nothing that the guard has not read."""
    grant = getattr(request, "grant", None)
    return {
        "carrier": settings.CARRIER,
        "grant": grant,
        "grants": getattr(request, "grants", []),
        "purchaser": grant.purchaser if grant else None,
        "privileges": grant.privileges if grant else frozenset(),
        "idle_seconds": settings.IDLE_SECONDS,
        "warn_seconds": settings.WARN_SECONDS,
        "seen_as": getattr(request, "seen_as", None),
        "tour": getattr(request, "tour", None),
        "catches_mail": bool(settings.CAUGHT_MAIL_DIR),
    }
