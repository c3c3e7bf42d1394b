"""Modules and styles within one page: nothing is left that needs an address to be fetched."""

import re
from base64 import b64decode

from podviz import onefile


def texts():
    return {
        name: b64decode(address.partition(",")[2]).decode()
        for name, address in onefile.modules("js/stage.js", without="js/editor/").items()
    }


def test_every_import_of_a_module_leads_to_another_of_the_page():
    modules = texts()
    assert "podviz/js/stage.js" in modules and "lit-html" in modules
    statement = re.compile(r'(?:^|[;}\n])\s*(?:import|export)\b(?:[^"\'();]*?\bfrom)?\s*"([^"]+)"')
    wanted = {name for text in modules.values() for name in statement.findall(text)}
    assert wanted <= set(modules), wanted - set(modules)


def test_what_comes_late_comes_from_the_page_too_but_for_the_editor():
    modules = texts()
    late = {n for text in modules.values() for n in re.findall(r'await import\("([^"]+)"', text)}
    assert {"podviz/js/late.js", "podviz/js/views/tabs.js"} <= late & set(modules)
    assert "podviz/js/editor/editor.js" not in modules


def test_the_styles_name_no_address_but_data():
    styles = "".join(map(onefile.style, onefile.stylesheets("stage/styles.html")))
    addresses = re.findall(r"url\(([^)]{0,30})", styles)
    assert addresses and all(address.startswith(("data:", "#", '"#')) for address in addresses)
