import base64
import secrets

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from accounts.platform.encryption import CannotDecrypt, decrypt, encrypt
from accounts.platform.keys import blind_index
from enrollment.forms.fields import PhoneField
from enrollment.matching.normalise import phone_key
from enrollment.models import PersonDetail
from tests import factories

pytestmark = pytest.mark.django_db


def key():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def test_nothing_readable_is_stored():
    employer = factories.Employer()
    employer.enroll()
    with employer.scope(), connection.cursor() as cursor:
        for table in (
            "enrollment_persondetail",
            "enrollment_change",
            "enrollment_person",
            "accounts_activity",
            "accounts_job",
        ):
            cursor.execute(f"SELECT coalesce(string_agg(row_to_json(t)::text, ''), '') FROM {table} t")
            assert "123456788" not in cursor.fetchone()[0]
        cursor.execute("SELECT encode(number, 'escape') FROM enrollment_persondetail")
        assert "123456788" not in cursor.fetchone()[0]
        assert PersonDetail.objects.get().number == "123456788"


def test_a_value_of_one_column_does_not_decrypt_in_another():
    stored = encrypt("123456788", context="enrollment_person.number")
    with pytest.raises(CannotDecrypt):
        decrypt(stored, context="enrollment_persondetail.number")


@pytest.mark.parametrize("place", [0, 1, 5, 20, -1])
def test_a_changed_byte_does_not_decrypt(place):
    stored = bytearray(encrypt("123456788", context="t.c"))
    stored[place] ^= 1
    with pytest.raises(CannotDecrypt):
        decrypt(bytes(stored), context="t.c")


def test_the_first_key_encrypts_and_every_key_decrypts(settings):
    old, new = key(), key()
    settings.FIELD_KEYS = {"old": old}
    stored = encrypt("123456788", context="t.c")
    settings.FIELD_KEYS = {"new": new, "old": old}
    assert decrypt(stored, context="t.c") == "123456788"
    assert encrypt("123456788", context="t.c")[2:5] == b"new"
    settings.FIELD_KEYS = {"new": new}
    with pytest.raises(CannotDecrypt, match="no key named old"):
        decrypt(stored, context="t.c")


def test_each_index_has_its_own_key():
    assert blind_index("number", "123456788") == blind_index("number", "123456788")
    assert blind_index("number", "123456788") != blind_index("last_four", "123456788")


def test_an_encrypted_column_cannot_be_searched():
    with pytest.raises(FieldError):
        PersonDetail.objects.filter(number="123456788")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("415-555-0101 ext. 5", "(415) 555-0101 ext. 5"),
        ("4155550101ext1234567890", "(415) 555-0101 ext. 1234567890"),
        ("+44 20 7946 0958 x12345678", "+44 20 7946 0958 x12345678"),
    ],
)
def test_the_longest_phone_number_a_form_takes_fits_its_column(typed, stored):
    employer = factories.Employer()
    phone = PhoneField().clean(typed)
    assert phone == stored
    employer.enroll(employee=factories.applicant(phone=phone))
    with employer.scope():
        assert PersonDetail.objects.get().phone == stored


def test_an_extension_does_not_hide_whose_phone_it_is():
    assert phone_key("(415) 555-0101 ext. 5") == phone_key("415 555 0101") == "4155550101"
