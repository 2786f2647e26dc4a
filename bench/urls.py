"""The portal's addresses and one more: a page with nothing inside the frame, the measure of every ratio."""

from django.shortcuts import render
from django.urls import include, path

from access.guard import requires


@requires()
def shell(request):
    return render(request, "shell.html")


urlpatterns = [path("bench/shell/", shell, name="shell"), path("", include("portal.urls"))]
