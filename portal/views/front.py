"""The first page: what the portal is, for whoever is not signed in; Home for everybody else."""

from functools import wraps

from portal.views.home import home
from portal.views.tour import landing


@wraps(home)
def front(request):
    return home(request) if request.user.is_authenticated else landing(request)
