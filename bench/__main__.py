"""Load the data, run every figure, print the table; exit 1 when one misses its target."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench.run import main  # noqa: E402

sys.exit(main())
