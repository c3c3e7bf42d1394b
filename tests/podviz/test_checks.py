"""What is missing is said with the command that brings it."""

from lifecycle import checks


def test_missing_npm_modules_are_a_warning_with_a_remedy(monkeypatch):
    monkeypatch.setattr(checks, "packages", lambda: ())
    (warning,) = checks.npm_modules_are_installed()
    assert "npm ci" in warning.hint


def test_a_disk_that_cant_be_written_to_is_an_error(settings, tmp_path):
    settings.VAR = tmp_path
    assert checks.the_database_lies_on_a_writable_disk() == []
    settings.VAR = tmp_path / "missing"
    (error,) = checks.the_database_lies_on_a_writable_disk()
    assert "PODVIZ_VAR" in error.hint
