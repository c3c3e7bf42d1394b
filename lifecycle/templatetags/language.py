"""Where the visitor comes back to after choosing a language."""

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def here(context: Context) -> str:
    """This page's address without `?lang=`, which would go on deciding."""
    request = context["request"]
    query = request.GET.copy()
    query.pop("lang", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
