"""Pad response times, so that timing leaks nothing."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse


def in_even_time(when: Callable[[HttpResponse], bool]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Pad the responses of a view that `when` picks. Outermost: the transaction is over and nothing is locked."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def padded(*args: Any, **kwargs: Any) -> HttpResponse:
            started = time.monotonic()
            response: HttpResponse = view(*args, **kwargs)
            if when(response):
                time.sleep(seconds_to_step(time.monotonic() - started, settings.HELD_ANSWER_STEP_SECONDS))
            return response

        return padded

    return decorate


def seconds_to_step(elapsed: float, step: float) -> float:
    """How long to wait so that `elapsed` seconds become a whole number of steps."""
    return -elapsed % step if step else 0.0
