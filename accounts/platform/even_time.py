"""Pad response times, so that timing leaks nothing."""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def in_even_time(
    when: Callable[[HttpResponse], bool], step: str = "ANSWER_STEP_SECONDS"
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Pad the responses to POST that `when` picks to whole steps; `step` names the setting.

    Outermost: the transaction is over and nothing is locked. The step is longer than the work is, or else the work
    has to be the same for all that must look alike.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def padded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            started = time.monotonic()
            response: HttpResponse = view(request, *args, **kwargs)
            if request.method == "POST" and when(response):
                time.sleep(seconds_to_step(time.monotonic() - started, getattr(settings, step)))
            return response

        return padded

    return decorate


def leads_on(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.FOUND


def shows_a_page(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.OK


def seconds_to_step(elapsed: float, step: float) -> float:
    """How long to wait so that `elapsed` seconds become a whole number of steps."""
    return -elapsed % step if step else 0.0
