"""Lists of cases that nobody judges, each with its reason."""

from lifecycle.sentence import Sentence

NOT_JUDGED = {
    ("conditions.json", "post_1_36_cases"): Sentence(
        "What comes after 1.36: conditions and reasons that no version played here has."
    ),
    ("constants.json", "rules"): Sentence(
        "Rules in prose: nothing that a function could be asked."
    ),
    ("constants.json", "event_texts"): Sentence(
        "Formats, not cases: the recordings compare the Events' texts word for word."
    ),
    ("constants.json", "api_extra"): Sentence(
        "Notes in prose: nothing that a function could be asked."
    ),
    ("defaulting.json", "refused"): Sentence("The refused Pods themselves are not in the file."),
}


def why_not(file: str, name: str) -> str:
    """Why a list is not judged, or an empty text where it only is not known."""
    return NOT_JUDGED.get((file, name), "")
