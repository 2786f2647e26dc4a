"""`{% csrf_token %}` for every template: the token, and the mark that says which purchaser the form was opened for."""

from django import template
from django.template.defaulttags import CsrfTokenNode

from access import opened_for

register = template.Library()


class FieldsOfForm(CsrfTokenNode):
    def render(self, context):
        return super().render(context) + opened_for.fields(context.get("request"))


@register.tag("csrf_token")
def csrf_token(parser, token):
    return FieldsOfForm()


@register.simple_tag(takes_context=True)
def opened_for_header(context):
    return opened_for.header(context.get("request"))
