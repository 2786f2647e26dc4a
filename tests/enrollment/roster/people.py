"""People near no one, with employee numbers too, and the names that a roster page lists."""

import re
from dataclasses import replace
from datetime import date

from enrollment import services
from tests.factories import applicant


def person(place, **facts):
    """A person near no one: another decade, sound and number."""
    first = f"{'bdfgklmnprst'[place % 12]}{'aeiou'[place % 5]}{'lmnrst'[place % 6]}a".title()
    last = f"{'tsrpnmlkgfdb'[place // 12 % 12]}{'uoiea'[place // 7 % 5]}{'bdgkmp'[place // 3 % 6]}er".title()
    born = date(1950 + place, 1 + place % 12, 1 + place % 28)
    return applicant(
        first, last, born=born, number=f"{200 + place * 7:03}{10 + place:02}{1111 + place * 137:04}", **facts
    )


def names(response):
    return re.findall(r'class="name" href="[^"]*">([^<]*)<', response.content.decode())


def numbered(employer, number, *dependents, **facts):
    """Submit an employee with an employee number."""
    with employer.scope():
        command = replace(employer.add_employee(*dependents, **facts), employee_number=number)
        return services.submit(command=command, submission=employer.submission())
