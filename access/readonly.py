"""Admin pages that representatives view; changes go through services."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.decorators import method_decorator

from access.guard import representative
from access.services import view_at_desk
from accounts.platform.typed import line

LONGEST_SEARCH = 120


class ReadOnly(admin.ModelAdmin):
    """A read-only admin; changes go through services. What it shows of people is put on record."""

    shows_people = True

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, line(search_term, LONGEST_SEARCH))

    def get_object(self, request, object_id, from_field=None):
        """An empty `_to_field` in the address is none."""
        return super().get_object(request, object_id, from_field or None)

    @method_decorator(representative)
    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = (getattr(response, "context_data", None) or {}).get("cl")
        if shown is not None:
            self.put_on_record(request, list(shown.result_list))
        return response.render() if hasattr(response, "render") else response

    @method_decorator(representative)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        response = super().changeform_view(request, object_id, form_url, extra_context)
        shown = (getattr(response, "context_data", None) or {}).get("original")
        if shown is not None:
            self.put_on_record(request, [shown])
        return response.render() if hasattr(response, "render") else response

    def put_on_record(self, request, rows, *, once=False):
        """Record that the representative was shown these rows; every page with people on it calls this."""
        if self.shows_people:
            view_at_desk(rows=rows, by=request.user, at=timezone.now(), once=once)

    def delete_view(self, request, object_id, extra_context=None):
        if not self.has_delete_permission(request):
            raise PermissionDenied
        return super().delete_view(request, object_id, extra_context)

    @method_decorator(representative)
    def history_view(self, request, object_id, extra_context=None):
        raise Http404
