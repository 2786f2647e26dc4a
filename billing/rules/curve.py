"""The federal default age curve for plan years from 2018 (45 CFR 147.102(e))."""

from decimal import Decimal

FROM_14 = (
    "0.765 0.833 0.859 0.885 0.913 0.941 0.970 1.000 1.000 1.000 1.000 1.004 1.024 1.048 1.087 1.119 1.135 1.159 1.183"
    " 1.198 1.214 1.222 1.230 1.238 1.246 1.262 1.278 1.302 1.325 1.357 1.397 1.444 1.500 1.563 1.635 1.706 1.786 1.865"
    " 1.952 2.040 2.135 2.230 2.333 2.437 2.548 2.603 2.714 2.810 2.873 2.952 3.000"
).split()


def multiple(age: int) -> Decimal:
    """What an age pays, as a multiple of the rate at 21.

    The same up to 14, and from 64 on. Source: the default curve of CMS.
    """
    return Decimal(FROM_14[min(max(age, 14), 64) - 14])
