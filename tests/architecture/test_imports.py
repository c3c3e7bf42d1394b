"""Who may import whom: the table of ARCHITECTURE.md, held against the code."""

import sys

import pytest

from tests.architecture.sources import files, imports, module_name

STANDARD = "the standard library"
ENGINE = "lifecycle.engine"
LANGUAGE = ("msgspec", "lifecycle.sentence")
OBJECTS = ("lightkube.models",)
TRACE = tuple(
    f"{ENGINE}.{name}" for name in ("records", "statecharts", "faults", "inputs", "versions")
)
BASE = (f"{ENGINE}.kernel", *TRACE, *LANGUAGE)
API = (*BASE, f"{ENGINE}.api", *OBJECTS)
SERVER = (*API, f"{ENGINE}.apiserver")

MAY_IMPORT = {
    f"{ENGINE}.kernel": (f"{ENGINE}.kernel", *LANGUAGE),
    f"{ENGINE}.records": BASE,
    f"{ENGINE}.statecharts": BASE,
    f"{ENGINE}.inputs": BASE,
    f"{ENGINE}.versions": BASE,
    f"{ENGINE}.faults": API,
    f"{ENGINE}.api": API,
    f"{ENGINE}.apiserver": SERVER,
    f"{ENGINE}.cri": (*API, f"{ENGINE}.cri"),
    f"{ENGINE}.kubelet": (*SERVER, f"{ENGINE}.cri", f"{ENGINE}.kubelet"),
    f"{ENGINE}.scheduler": (*SERVER, f"{ENGINE}.scheduler"),
    f"{ENGINE}.controllers": (*SERVER, f"{ENGINE}.controllers"),
    f"{ENGINE}.kubectl": (*SERVER, f"{ENGINE}.kubectl"),
    f"{ENGINE}.traffic": (
        *(*SERVER, f"{ENGINE}.controllers", f"{ENGINE}.cri"),
        *(f"{ENGINE}.kubectl", f"{ENGINE}.traffic"),
    ),
    f"{ENGINE}.cluster": (ENGINE, *LANGUAGE, *OBJECTS),
    ENGINE: (ENGINE, *LANGUAGE, *OBJECTS),
    "lifecycle.manifests": (f"{ENGINE}.api", "lifecycle.manifests", "yaml", *LANGUAGE, *OBJECTS),
    "lifecycle.scenarios": (),
    "lifecycle.sessions": (
        ENGINE,
        "lifecycle.manifests",
        "lifecycle.sessions",
        *LANGUAGE,
        *OBJECTS,
    ),
    "lifecycle.exports": (
        *(ENGINE, "lifecycle.exports", "lifecycle.sessions"),
        *(*LANGUAGE, *OBJECTS),
    ),
    "lifecycle.teaching": (
        *(ENGINE, "lifecycle.manifests", "lifecycle.sessions", "lifecycle.teaching"),
        *(*LANGUAGE, *OBJECTS),
    ),
    "lifecycle.conformance": (
        *(ENGINE, "lifecycle.manifests", "lifecycle.conformance"),
        *(*LANGUAGE, *OBJECTS),
    ),
}
PACKAGES = sorted(MAY_IMPORT, key=len, reverse=True)


def package_of(module: str) -> str | None:
    """The row of the table that a module belongs to: the longest name that contains it."""
    return next((p for p in PACKAGES if module == p or module.startswith(p + ".")), None)


def is_allowed(name: str, allowed: tuple[str, ...]) -> bool:
    if name.split(".")[0] in sys.stdlib_module_names:
        return True
    return any(name == a or name.startswith(a + ".") for a in allowed)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_the_table_allows(package):
    wrong = [
        f"{file}:{line}: {package} may not import {name}"
        for file in files(".py", under=("lifecycle",))
        if package_of(module_name(file)) == package
        for line, name in imports(file)
        if not is_allowed(name, MAY_IMPORT[package])
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_names_every_package_of_the_engine():
    packages = {
        f"{ENGINE}.{file.parts[2]}"
        for file in files(".py", under=("lifecycle",))
        if file.parts[1] == "engine" and len(file.parts) > 3
    }
    assert packages <= set(MAY_IMPORT), packages - set(MAY_IMPORT)


def test_the_check_finds_a_forbidden_import():
    assert not is_allowed("django.db", MAY_IMPORT["lifecycle.sessions"])
    assert package_of("lifecycle.engine.kubelet.prober.worker") == f"{ENGINE}.kubelet"
