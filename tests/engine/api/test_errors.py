from lifecycle.engine.api import errors
from lifecycle.engine.api.validation.field import forbidden, invalid, required

NO_IMAGE = required("spec.containers[0].image")
BAD_GRACE = invalid("spec.x", -1, "must be greater than or equal to 0")


def test_an_invalid_object_is_answered_with_all_causes():
    error = errors.invalid("Pod", "web", [NO_IMAGE, BAD_GRACE])
    assert error.message == (
        'Pod "web" is invalid: [spec.containers[0].image: Required value, '
        "spec.x: Invalid value: -1: must be greater than or equal to 0]"
    )
    assert error.status() == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": error.message,
        "reason": "Invalid",
        "details": {
            "name": "web",
            "kind": "Pod",
            "causes": [
                {
                    "reason": "FieldValueRequired",
                    "message": "Required value",
                    "field": "spec.containers[0].image",
                },
                {
                    "reason": "FieldValueInvalid",
                    "message": "Invalid value: -1: must be greater than or equal to 0",
                    "field": "spec.x",
                },
            ],
        },
        "code": 422,
    }


def test_one_error_stands_without_brackets_and_equal_ones_stand_once():
    message = errors.invalid("Deployment", "web", [NO_IMAGE, NO_IMAGE]).message
    assert message == 'Deployment.apps "web" is invalid: spec.containers[0].image: Required value'


def test_each_refusal_has_its_code_reason_and_sentence():
    refusals = [
        (errors.not_found("Pod", "web"), 404, "NotFound", 'pods "web" not found'),
        (errors.not_found("Deployment", "a"), 404, "NotFound", 'deployments.apps "a" not found'),
        (errors.already_exists("Pod", "a"), 409, "AlreadyExists", 'pods "a" already exists'),
        (errors.forbidden("Pod", "a", "no"), 403, "Forbidden", 'pods "a" is forbidden: no'),
        (errors.bad_request("what?"), 400, "BadRequest", "what?"),
        (errors.too_many_requests("later"), 429, "TooManyRequests", "later"),
    ]
    for error, code, reason, message in refusals:
        assert (error.code, error.reason, error.message) == (code, reason, message)
    assert errors.conflict("Pod", "a").message.startswith(
        'Operation cannot be fulfilled on pods "a": the object has been modified'
    )


def test_values_are_quoted_as_go_quotes_them():
    assert invalid("a", 'x"\n', "no").body == 'Invalid value: "x\\"\\n": no'
    assert invalid("a", True, "no").body == "Invalid value: true: no"
    assert invalid("a", None, "no").body == "Invalid value: null: no"
    assert invalid("a", ["b", 1], "no").body == 'Invalid value: ["b",1]: no'
    assert forbidden("a", "never").error() == "a: Forbidden: never"
