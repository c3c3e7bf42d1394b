"""What to do about what the API server says, where its own words do not tell.

The messages stay the API server's. These sentences stand beside them.
"""

from lifecycle.sentence import Sentence

_ADVICE = (
    ("cannot unmarshal number into", "of type string", Sentence("Put the value in quotes.")),
    (
        "cannot unmarshal bool into",
        "of type string",
        Sentence('Put the value in quotes: `"true"`.'),
    ),
    ("cannot unmarshal string into", "of type int", Sentence("Write a number, without quotes.")),
    (
        "cannot unmarshal string into",
        "of type bool",
        Sentence("Write true or false, without quotes."),
    ),
    (
        "cannot unmarshal object into",
        "of type []",
        Sentence("This is a list: begin each member with `- `."),
    ),
    (
        "cannot unmarshal string into",
        "of type []",
        Sentence("This is a list: begin each member with `- `."),
    ),
    ("cannot unmarshal array into", "", Sentence("This is no list: take the `- ` away.")),
    ("quantities must match", "", Sentence("Write an amount such as `500m`, `2` or `128Mi`.")),
    (
        "unable to parse quantity's suffix",
        "",
        Sentence("Suffixes are m, k, M, G, Ki, Mi, Gi and so on."),
    ),
    (
        "illegal base64",
        "",
        Sentence("Values under `data` are base64; plain text goes under `stringData`."),
    ),
    ("Object 'Kind' is missing", "", Sentence("Say what it is, e.g. `kind: Pod`.")),
    ("apiVersion not set", "", Sentence("Say the version, e.g. `apiVersion: v1`.")),
    (".image: Required value", "", Sentence("Name an image, e.g. `image: nginx:1.27`.")),
    ("spec.containers: Required value", "", Sentence("A Pod needs at least one container.")),
    (
        ".selector: Required value",
        "",
        Sentence("Say which Pods belong to it: `selector.matchLabels`."),
    ),
    (
        "`selector` does not match template",
        "",
        Sentence("Give the template's labels the selector's values."),
    ),
    ("metadata.name: Required value", "", Sentence("Give it a name.")),
    ("RFC 1123", "", Sentence("Use lower case letters, digits and hyphens only.")),
    ("must specify a handler type", "", Sentence("Add one of exec, httpGet, tcpSocket or grpc.")),
    (".name: Not found", "", Sentence("Declare a volume of this name under `spec.volumes`.")),
    (
        "without restartPolicy=Always",
        "",
        Sentence(
            "Only sidecars have probes and hooks: set `restartPolicy: Always` to make it one."
        ),
    ),
)


def advice_for(message: str) -> str:
    """A remedy in one sentence, or the empty string where the message says it all."""
    for part, other, advice in _ADVICE:
        if part in message and other in message:
            return advice
    return ""
