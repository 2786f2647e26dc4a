"""Load the data, run every measurement, print the table; exit 1 if one misses its target. `alike` runs that part
only.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench.alike import alone  # noqa: E402
from bench.run import main  # noqa: E402

sys.exit(alone() if sys.argv[1:] == ["alike"] else main())
