"""What a message may not tell an employer of somebody on file: tables of sentences."""

from datetime import date

import pytest

from enrollment.rules.discretion import Known, betrayed, known_from

THEIRS = known_from(
    names=["Ana", "Lucía", "Morales-Ibarra", "van der Berg", "O'Neil"],
    dates=[date(1986, 4, 29)],
    digits=["536-12-8841", "20411878", "94607"],
)
SENT = known_from(names=["Ana", "Morales"], dates=[date(1986, 4, 28)], digits=["536128814", "12 Alder Way"])


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Is the date of birth right?", ""),
        ("Is Ana Morales born on 4/28/1986?", ""),
        ("Is it Ana Ibarra?", "name"),
        ("Is it LUCIA?", "name"),
        ("Is it Lucía's card?", "name"),
        ("Is her name ONeil?", "name"),
        ("Is her name O'Neil?", "name"),
        ("Is her name Morales Ibarra?", "name"),
        ("We have Vanderberg", "name"),
        ("We have der", ""),
        ("Is it 4/29?", "date"),
        ("Is it April 29, 1986?", "date"),
        ("Is it the 29th of April?", "date"),
        ("Is it Apr. 29?", "date"),
        ("Is it 29.4.?", "date"),
        ("Is it 1986-04-29?", "date"),
        ("Is it 04291986?", "digits"),
        ("Born in 1986?", ""),
        ("Does it end in 8841?", "digits"),
        ("Does it end in 88 41?", "digits"),
        ("Does it start 536-12?", ""),
        ("Is the number 536-12-8814?", ""),
        ("Member 2041 1878", "digits"),
        ("Does it end in 841?", ""),
    ],
)
def test_a_message_tells_nothing_of_who_is_on_file(text, held):
    assert betrayed(text, of=THEIRS, employer=SENT) == held


def test_what_the_employer_sent_may_be_said():
    assert betrayed("Lucía Ibarra, 4/29/1986, 536-12-8841", of=THEIRS, employer=THEIRS) == ""
    assert betrayed("Lucía Ibarra, 4/29/1986, 536-12-8841", of=Known(), employer=Known()) == ""
