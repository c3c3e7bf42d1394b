"""Lists of cases that nobody judges, each with its reason."""

from lifecycle.conformance.words import gettext_noop

NOT_JUDGED = {
    ("conditions.json", "post_1_36_cases"): gettext_noop(
        "What comes after 1.36: conditions and reasons that no version played here has."
    ),
    ("constants.json", "rules"): gettext_noop(
        "Rules in prose: nothing that a function could be asked."
    ),
    ("constants.json", "event_texts"): gettext_noop(
        "Formats, not cases: the recordings compare the Events' texts word for word."
    ),
    ("constants.json", "gc_cases"): gettext_noop(
        "They need Pods that ended by the thousand, or a cache that lags behind the API."
    ),
    ("constants.json", "log_location_cases"): gettext_noop(
        "The API server's choice of a container for logs; here kubectl itself chooses."
    ),
    ("constants.json", "api_extra"): gettext_noop(
        "Notes in prose: nothing that a function could be asked."
    ),
    ("defaulting.json", "refused"): gettext_noop(
        "The refused Pods themselves are not in the file."
    ),
}


def why_not(file: str, name: str) -> str:
    """Why a list is not judged, or an empty text where it only is not known."""
    return NOT_JUDGED.get((file, name), "")
