"""The portal's addresses plus an empty page in the frame, the base of every ratio."""

from django.shortcuts import render
from django.urls import include, path

from access.guard import requires


@requires()
def shell(request):
    return render(request, "shell.html")


urlpatterns = [path("bench/shell/", shell, name="shell"), path("", include("portal.urls"))]
