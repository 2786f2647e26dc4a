"""Facts about people on file that a message must not reveal: tables of sentences."""

from datetime import date

import pytest

from enrollment.rules.discretion import Known, betrayed, known_from

THEIRS = known_from(
    names=["Ana", "Lucía", "Morales-Ibarra", "van der Berg", "O'Neil"],
    dates=[date(1986, 4, 29)],
    digits=["536-12-8841", "20411878", "94607"],
    streets=["7 Beech Street", "31 Main St", "Apt 4B", "12 Alder Way"],
    cities=["San Leandro", "Mobile", "Oakland"],
    states=["NV", "OK", "CA"],
    emails=["kitty.o77@quistfamily.org", "info@gmail.com", "ana@example.com"],
    employers=["Bluepeak Foods Inc", "Health Services Group"],
)
SENT = known_from(
    names=["Ana", "Morales"],
    dates=[date(1986, 4, 28)],
    digits=["536128814", "12 Alder Way"],
    streets=["12 Alder Way"],
    cities=["Oakland"],
    states=["CA"],
)


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
        ("Does she live on Beech?", "contact"),
        ("Is it 7 beech st.?", "contact"),
        ("Is it Main Street?", "contact"),
        ("Is the main address right?", ""),
        ("Is it apartment 4B?", "contact"),
        ("Is it Alder Way, Oakland, California?", ""),
        ("Does she live in Leandro?", "contact"),
        ("Does she live in San Leandro?", "contact"),
        ("Did she move to Mobile?", "contact"),
        ("Did she move to Nevada?", "contact"),
        ("Did she move to NV?", "contact"),
        ("Is this OK?", ""),
        ("Did she move to Oklahoma?", "contact"),
        ("Is her address kitty.o77@gmail.com?", "contact"),
        ("Is her address at QuistFamily.org?", "contact"),
        ("Is it info@gmail.com?", "contact"),
        ("Does she have a gmail.com address? Send us more info.", ""),
        ("Is it ana@work.test?", ""),
        ("Does she work at Bluepeak's shop?", "employer"),
        ("Is she with Health Services Group?", "employer"),
        ("Our health services need the number.", ""),
        ("Does she have other coverage?", "employer"),
        ("Was she covered through another employer before?", "employer"),
        ("She is already enrolled.", "employer"),
        ("Is there a second job?", "employer"),
    ],
)
def test_a_message_tells_nothing_of_who_is_on_file(text, held):
    assert betrayed(text, of=THEIRS, employer=SENT) == held


def test_what_the_employer_sent_may_be_said():
    assert betrayed("Lucía Ibarra, 4/29/1986, 536-12-8841", of=THEIRS, employer=THEIRS) == ""
    assert betrayed("Lucía Ibarra, 4/29/1986, 536-12-8841", of=Known(), employer=Known()) == ""
    sent = "7 Beech St, San Leandro, NV, kitty.o77@quistfamily.org, Bluepeak"
    assert betrayed(sent, of=THEIRS, employer=THEIRS) == ""


def test_other_coverage_may_be_asked_about_where_nobody_else_covers_a_candidate():
    alone = known_from(names=["Ana"], dates=[], digits=[])
    assert betrayed("Does she have other coverage?", of=alone, employer=SENT) == ""
