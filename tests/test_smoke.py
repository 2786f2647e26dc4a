import pytest
from django.db import connection


@pytest.mark.django_db
def test_who_we_are():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("portal_app",)
