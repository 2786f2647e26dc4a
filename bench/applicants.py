"""People to add, whose names sound like nobody's in the data."""

from datetime import date, timedelta

from enrollment.rules.people import Address, Applicant, Name, Number

SYLLABLES = ["zab", "wex", "vuq", "hyf", "joz", "yap", "gwix", "xef"]


def someone(place, relationship):
    """A person whose names sound like no one's in the data."""
    shift = {"18": 0, "01": 1, "19": 2}[relationship]
    parts = [SYLLABLES[(place + shift) % 8], SYLLABLES[(place // 8 + 3 * shift) % 8], SYLLABLES[(place // 64 + 5) % 8]]
    born = date(2010 if relationship == "19" else 1979, 1, 1) + timedelta(days=(place * 37 + shift * 11) % 3000)
    digits = f"{601 + place % 60}{10 + shift:02}{1000 + place:04}"
    return Applicant(
        name=Name("".join(parts[:2]).title(), "".join(reversed(parts)).title()),
        birth_date=born,
        sex="F",
        relationship=relationship,
        number=Number("SSN", digits),
        address=Address("1 Main St", "Oakland", "CA", "94607"),
    )
