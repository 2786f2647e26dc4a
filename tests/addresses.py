"""Every address of the portal, written as in the role table."""

import re

from django.urls import get_resolver
from django.urls.resolvers import URLPattern


def addresses(resolver=None, start=""):
    """(path, pattern) of every address, those of packages included."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = start + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            # The list of apps is in registration order.
            yield re.sub(r"(?<=<app_label>)[\w|]+", "", path), pattern
        else:
            yield from addresses(pattern, path)
