"""What the head of a page says about modules: what bare names mean, and what to fetch."""

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from podviz.modules import needed_by
from podviz.npm import import_map as the_import_map

register = template.Library()


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """The `<script type="importmap">` of this page, with the nonce that lets it in."""
    return the_import_map().render(attrs={"nonce": str(context["request"].csp_nonce)})


@register.simple_tag
def module(entry: str) -> SafeString:
    """The script of a module, and links by which all that it imports is fetched at once."""
    preloads = format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}">',
        ((static(path),) for path in needed_by(entry)[1:]),
    )
    return format_html('<script type="module" src="{}"></script>\n{}', static(entry), preloads)
