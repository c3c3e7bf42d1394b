import pytest

from lifecycle.engine.api.image import ImageNameError, is_latest, parse_image_name

DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ["image", "repository", "tag", "digest"],
    [
        ("nginx", "docker.io/library/nginx", "latest", ""),
        ("nginx:1.25", "docker.io/library/nginx", "1.25", ""),
        ("me/app:v1", "docker.io/me/app", "v1", ""),
        ("localhost:5000/app", "localhost:5000/app", "latest", ""),
        ("registry.k8s.io/pause:3.10", "registry.k8s.io/pause", "3.10", ""),
        (f"quay.io/app@{DIGEST}", "quay.io/app", "", DIGEST),
        (f"quay.io/app:1@{DIGEST}", "quay.io/app", "1", DIGEST),
    ],
)
def test_an_image_has_a_repository_a_tag_and_a_digest(image, repository, tag, digest):
    assert parse_image_name(image) == (repository, tag, digest)


@pytest.mark.parametrize(
    "image", ["", "Nginx", "nginx:", "a b", "nginx:ta g", "a" * 64, "x" * 2000]
)
def test_what_can_name_no_image_is_refused_and_is_not_latest(image):
    with pytest.raises(ImageNameError):
        parse_image_name(image)
    assert not is_latest(image)
