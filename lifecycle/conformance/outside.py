"""Lists of cases that nobody judges, each with its reason."""

NOT_JUDGED = {
    ("conditions.json", "post_1_36_cases"): (
        "What comes after 1.36: conditions and reasons that no version played here has."
    ),
    ("constants.json", "rules"): "Rules in prose: nothing that a function could be asked.",
    ("constants.json", "event_texts"): (
        "Formats, not cases: the recordings compare the Events' texts word for word."
    ),
    ("constants.json", "gc_cases"): (
        "They need Pods that ended by the thousand, or a cache that lags behind the API."
    ),
    ("constants.json", "log_location_cases"): (
        "The API server's choice of a container for logs; here kubectl itself chooses."
    ),
    ("constants.json", "api_extra"): "Notes in prose: nothing that a function could be asked.",
    ("defaulting.json", "refused"): "The refused Pods themselves are not in the file.",
}


def why_not(file: str, name: str) -> str:
    """Why a list is not judged, or an empty text where it only is not known."""
    return NOT_JUDGED.get((file, name), "")
