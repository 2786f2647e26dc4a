"""The project's settings on the bench's own servers, with durable commits as in production."""

import os

os.environ["BENCH"] = "1"

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
DATABASES["default"]["NAME"] = "test_bench"  # noqa: F405
REVIEWS_PER_DAY = REVIEWS_PER_DAY_AT_MOST = SEARCHES_PER_MINUTE = EXPORTS_PER_DAY = 1_000_000
ANSWER_STEP_SECONDS, SIGN_IN_STEP_SECONDS = 0.25, 2.0
