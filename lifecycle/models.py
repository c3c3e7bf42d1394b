"""What is kept: each session's journal, and the scenarios behind short links.

A session's branches and inputs are only ever added to. The trace is not kept: any process
plays it again from here, to the same bytes.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(models.Model):
    """One playing of a scenario, under an address that can't be guessed."""

    token = models.CharField(_("token"), max_length=43, unique=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    scenario = models.JSONField(_("scenario"))
    version = models.CharField(_("format"), max_length=8)
    host_hash = models.CharField(_("hash of the host's secret"), max_length=64)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    last_used = models.DateTimeField(_("last used"), auto_now=True, db_index=True)

    revision = models.PositiveBigIntegerField(_("changes so far"), default=0)
    shared = models.BooleanField(_("seen by others"), default=False)
    locked = models.BooleanField(_("only the host acts"), default=True)
    pointer = models.JSONField(_("what the host points at"), null=True, blank=True)
    poll = models.JSONField(_("what the class is asked"), null=True, blank=True)
    played = models.JSONField(_("what its link came to"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("bytes kept"), default=0)
    active_branch = models.PositiveIntegerField(_("branch shown"), default=1)
    playing = models.BooleanField(_("playing"), default=False)
    speed = models.FloatField(_("speed"), default=1.0)
    at_ms = models.BigIntegerField(_("playhead, ms"), default=0)
    wall_ms = models.BigIntegerField(_("wall clock of the playhead, ms"), default=0)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return self.title or self.token


class Branch(models.Model):
    """One line of a session's future; the root has no row."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="branches")
    number = models.PositiveIntegerField(_("number"))
    parent = models.PositiveIntegerField(_("parent"))
    fork_ms = models.BigIntegerField(_("forked at, ms"))
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="one_branch_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"


class Input(models.Model):
    """One command on a branch, in the order in which they were accepted."""

    branch = models.ForeignKey(Branch, models.CASCADE, related_name="inputs")
    sequence = models.PositiveIntegerField(_("sequence"))
    at_ms = models.BigIntegerField(_("at, ms"))
    line = models.TextField(_("command"))
    manifest = models.TextField(_("manifest"), blank=True)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("input")
        verbose_name_plural = _("inputs")
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "sequence"], name="one_input_per_sequence")
        ]

    def __str__(self) -> str:
        return self.line


class Attendance(models.Model):
    """How many watch a session in one process, as of a moment ago."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    process = models.CharField(_("process"), max_length=16)
    count = models.PositiveIntegerField(_("watching"))
    following = models.PositiveIntegerField(_("where the host is"))
    seen = models.DateTimeField(_("as of"), db_index=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["session", "process"], name="one_row_per_process")
        ]

    def __str__(self) -> str:
        return f"{self.count} in {self.process}"


class Vote(models.Model):
    """One answer to what a session's class is asked, by a word of a browser's own."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="votes")
    voter = models.CharField(_("voter"), max_length=64)
    choice = models.PositiveSmallIntegerField(_("choice"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["session", "voter"], name="one_vote_per_voter")
        ]

    def __str__(self) -> str:
        return f"{self.choice}"


class Link(models.Model):
    """A short address of a link's text; made from the text itself, so it never changes."""

    short = models.CharField(_("short"), max_length=43, unique=True)
    payload = models.TextField(_("link"))
    created = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.short
