"""`{% import_map %}`: which file each bare module name means, for the browser."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from podviz.npm import import_map as the_import_map

register = template.Library()


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """The `<script type="importmap">` of this page, with the nonce that lets it in."""
    return the_import_map().render(attrs={"nonce": str(context["request"].csp_nonce)})
