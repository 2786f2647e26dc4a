"""Load 100,000 coverages in 500 units, make bills, print the table; exit 1 if a figure misses its target."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench.billing.run import main  # noqa: E402

sys.exit(main())
