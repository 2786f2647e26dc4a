"""Steps that several stories share."""

from datetime import timedelta

from tests.journeys.browsing import today


def recent(days=40):
    return (today() - timedelta(days=days)).date()


def fill_employee(page, **facts):
    texts = {
        "First name": "Noor",
        "Last name": "Quispe",
        "Social Security number": "512-33-4417",
        "Date of birth": "Apr 28 1987",
        "Street address": "12 Elm St",
        "City": "Oakland",
        "ZIP code": "94607",
        "Date of hire": f"{recent():%m/%d/%Y}",
    } | facts
    for label, text in texts.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Sex").select_option("F")
    page.get_by_label("State", exact=True).select_option("CA")
    page.get_by_label("Employment", exact=True).select_option("FT")
    page.get_by_label("Medical plan", exact=True).select_option(index=1)
