"""Public pages."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from access.guard import public


def page(template):
    @public
    @require_safe
    def show(request):
        return render(request, f"portal/{template}.html")

    return show


help_page, contact = page("help"), page("contact")
accessibility, employees = page("accessibility"), page("employees")
