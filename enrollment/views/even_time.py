"""Answers that say "with a representative" take a whole number of steps, so that their time tells nothing."""

import time
from functools import wraps

from django.conf import settings


def in_even_time(view):
    """Pad the time of a held answer: how many people on file were compared must not show in it.

    Outermost, where the transaction is over and nothing is locked.
    """

    @wraps(view)
    def padded(request, *args, **kwargs):
        started = time.monotonic()
        response = view(request, *args, **kwargs)
        if getattr(response, "held", False):
            time.sleep(seconds_to_step(time.monotonic() - started, settings.HELD_ANSWER_STEP_SECONDS))
        return response

    return padded


def seconds_to_step(elapsed: float, step: float) -> float:
    """How long to wait so that `elapsed` seconds become a whole number of steps."""
    return -elapsed % step if step else 0.0
