"""What the head of a page says about modules: what bare names mean, and what to fetch."""

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from podviz.bundle import STYLES, packed, sheets
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
    path = packed(entry) or entry
    preloads = format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}">',
        ((static(needed),) for needed in needed_by(path)[1:]),
    )
    return format_html('<script type="module" src="{}"></script>\n{}', static(path), preloads)


@register.simple_tag
def module_address(entry: str) -> str:
    """Where a module is fetched from."""
    return static(packed(entry) or entry)


@register.simple_tag
def styles(template: str) -> SafeString:
    """The links of a template that holds nothing else, the sheets of ours in one if packed."""
    text = render_to_string(template)
    path = packed(STYLES)
    if path is None:
        return text
    link = '<link rel="stylesheet" href="{}">'
    first, *others = [format_html(link, static(sheet)) for sheet in sheets(template)]
    text = text.replace(first, format_html(link, static(path)))
    for other in others:
        text = text.replace(other, "")
    return mark_safe("\n".join(filter(None, text.split("\n"))))
