"""kubectl label and kubectl annotate: `KEY=VALUE` sets, `KEY-` removes.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/label and …/annotate.
"""

from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.kubectl.flags import LIST, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Target, get, targets
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("overwrite", SWITCH, default=False),
    Flag("all", SWITCH, default=False),
    Flag("selector", TEXT, "l"),
    Flag("list", SWITCH, default=False),
    Flag("filename", LIST, "f"),
)


def label(request: Request) -> str:
    """Change labels."""
    return _change(request, "labels", "labeled")


def annotate(request: Request) -> str:
    """Change annotations."""
    return _change(request, "annotations", "annotated")


def _change(request: Request, part: str, done: str) -> str:
    names, puts, removals = _sort(request.parsed.args)
    if not puts and not removals:
        raise Refusal(
            f"error: at least one {part[:-1]} update is required",
            Sentence("Write KEY=VALUE to set and KEY- to remove a %(value)s.", value=part[:-1]),
        )
    said = []
    for target in targets(request.parsed, request.api, names):
        old = get(target, request.api)
        present = dict(getattr(metadata_of(old), part) or {})
        missing = [key for key in removals if key not in present]
        said += [f'{part[:-1]} "{key}" not found.' for key in missing]
        _check_overwrite(request, target, part, present, puts)
        changed = {key: value for key, value in present.items() if key not in removals} | puts
        if changed != present:
            new = request.api.update(with_metadata(old, **{part: changed or None}))
            said += [f"Warning: {text}" for text in request.api.warnings(new, old)]
        said.append(f"{target.label} {_outcome(changed, present, puts, done)}")
    return "\n".join(said)


def _outcome(
    changed: dict[str, str], present: dict[str, str], puts: dict[str, str], done: str
) -> str:
    if done == "annotated":
        return done
    if changed == present:
        return "not labeled"
    return done if puts else "unlabeled"


def _check_overwrite(
    request: Request,
    target: Target,
    part: str,
    present: dict[str, str],
    puts: dict[str, str],
) -> None:
    if request.parsed.flags["overwrite"]:
        return
    for key, value in puts.items():
        if key in present and present[key] != value:
            if part == "labels":
                raise Refusal(
                    f"error: '{key}' already has a value ({present[key]}), and --overwrite is "
                    "false",
                    Sentence("Add --overwrite."),
                )
            raise Refusal(
                f"error: --overwrite is false but found the following declared annotation(s): "
                f"'{key}' already has a value ({present[key]})",
                Sentence("Add --overwrite."),
            )


def _sort(args: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, str], list[str]]:
    """Resources, what is set, what is removed."""
    names: list[str] = []
    puts: dict[str, str] = {}
    removals: list[str] = []
    for arg in args:
        key, equals, value = arg.partition("=")
        if equals and "{" not in key and (names or puts or removals):
            puts[key] = value
        elif arg.endswith("-") and len(arg) > 1 and names:
            removals.append(arg[:-1])
        else:
            names.append(arg)
    return tuple(names), puts, removals
