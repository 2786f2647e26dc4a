"""Saved replies: the only list of the desk that is edited in place."""

from django.contrib import admin
from django.utils.decorators import method_decorator

from access.guard import representative
from access.readonly import ReadOnly
from enrollment.models import CannedReply


@admin.register(CannedReply)
class CannedReplyAdmin(ReadOnly):
    shows_people = False
    list_display = ["title", "text"]
    actions = None

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request)

    @method_decorator(representative)
    def delete_view(self, request, object_id, extra_context=None):
        response = super().delete_view(request, object_id, extra_context)
        return response.render() if hasattr(response, "render") else response
