import pytest

from enrollment.matching.normalise import number_key
from enrollment.rules.names import name_key, sort_words
from enrollment.rules.numbers import FILLERS, NEVER_ISSUED, BadNumber, masked, parse_number, says_nothing


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("123-45-6788", "SSN"),
        ("123 45 6788", "SSN"),
        ("123.45.6788", "SSN"),
        ("123–45–6788", "SSN"),
        ("912-70-1234", "ITIN"),
        ("912-93-1234", "ATIN"),
        ("222-22-2222", "SSN"),
        ("888-88-8888", "SSN"),
        ("457-55-5462", "SSN"),
        ("734-12-3456", "SSN"),
        ("899-99-9999", "SSN"),
        ("901-50-0000", "ITIN"),
        ("999-99-9999", "ITIN"),
    ],
)
def test_numbers_that_are_issued(text, kind):
    assert parse_number(text).kind == kind


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123-45-67", "length"),
        ("123-45-67890", "length"),
        ("1234x6788", "length"),
        ("١٢٣٤٥٦٧٨٨", "length"),
        ("000-45-6788", "impossible"),
        ("666-45-6788", "impossible"),
        ("123-00-6788", "impossible"),
        ("123-45-0000", "impossible"),
        ("912-45-6788", "impossible"),
        ("111-11-1111", "placeholder"),
        ("123-45-6789", "placeholder"),
        ("078-05-1120", "placeholder"),
        ("219-09-9999", "placeholder"),
        ("987-65-4320", "placeholder"),
        ("000-00-0000", "impossible"),
        ("666-66-6666", "impossible"),
        ("901-66-1234", "impossible"),
        ("901-89-1234", "impossible"),
    ],
)
def test_numbers_that_are_never_issued(text, code):
    with pytest.raises(BadNumber) as bad:
        parse_number(text)
    assert bad.value.code == code


def test_a_filler_is_taken_and_is_evidence_of_nobody():
    """One home for what the form refuses and what matching disregards: everything refused is disregarded, too."""
    for digits in FILLERS | NEVER_ISSUED:
        assert says_nothing(digits)
        assert number_key(digits) == ""
    for digits in sorted(FILLERS - {"000000000", "111111111", "333333333", "666666666"}):
        assert parse_number(digits).digits == digits


def test_a_number_never_shows_in_its_own_words():
    assert "6788" not in repr(parse_number("123-45-6788"))
    assert masked("123456788") == "•••-••-6788"


def test_names_are_compared_by_their_letters():
    assert {name_key(each) for each in ("O'Neil-Smith", "ONEIL SMITH", "Óneil Smith")} == {"oneilsmith"}
    assert name_key("Groß") == name_key("GROSS") == "gross"
    assert sort_words("Morales,  Ana María") == ["morales", "ana", "maria"]
