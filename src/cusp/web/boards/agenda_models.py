"""Database tables for agendas, papers, and what was published when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cusp.web.boards.choices import Access, Form, PaperKind, Purpose
from cusp.web.common.entry_models import Entry
from cusp.web.record.choices import one_of


class Restricted(models.Model):
    """Who may see a thing and, if it is exempt, why."""

    access = models.CharField(max_length=20, choices=Access.choices, default=Access.OPEN)
    paragraphs = models.JSONField(default=list)  # of Schedule 12A, as numbers
    public_interest = models.TextField("why the public interest is against publication", blank=True)
    review = models.DateField("when to look again at whether it stays exempt", null=True)

    class Meta:
        abstract = True


class AgendaItem(Restricted):
    """An item of an agenda. It is withdrawn, never deleted, once it has been published."""

    meeting = models.ForeignKey(
        "boards.Meeting", on_delete=models.PROTECT, related_name="agenda_items"
    )
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=20)  # as printed
    title = models.CharField(max_length=300)
    # What the public agenda says in place of the title of an item that is not open.
    public_title = models.CharField(max_length=300, blank=True)
    lead = models.CharField(max_length=200, blank=True)
    start = models.TimeField(null=True)
    minutes_allowed = models.PositiveIntegerField(null=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices, blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, default=Form.VERBAL)
    # The resolution to exclude the public.
    resolution = models.TextField(blank=True)
    # Set for an item that came after the agenda was published, or was not given in time.
    late_reason = models.CharField(max_length=500, blank=True)
    standing = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    why = models.CharField("why it was withdrawn", max_length=500, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            one_of("access", Access.values, name="item_access"),
            one_of("purpose", [*Purpose.values, ""], name="item_purpose"),
            one_of("form", Form.values, name="item_form"),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: item {self.number}"


class AgendaPaper(Restricted):
    """A paper of an agenda item. Its file never changes once it has been published."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=PaperKind.choices)
    title = models.CharField(max_length=300)
    # Whether the paper has an access of its own; if not, it has its item's.
    own_access = models.BooleanField(default=False)
    # What a paper made by Cusp needs to be made, such as two inspections to compare.
    made_from = models.JSONField(default=dict)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True)
    frozen = models.BooleanField(default=False)  # it has been published
    checks = models.JSONField(default=list)  # papers.Check: what was found, and the answer
    withdrawn = models.BooleanField(default=False)
    why = models.CharField("why it was withdrawn", max_length=500, blank=True)
    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("order", "id")
        constraints = (
            one_of("access", Access.values, name="paper_access"),
            one_of("kind", PaperKind.values, name="paper_kind"),
        )

    def __str__(self) -> str:
        return f"{self.item}: {self.title}"


class Publication(Entry):
    """What was published on a day: the agenda (number 1), or a supplement to it.

    ``public`` is what everyone saw, and is empty if the meeting is private. ``members`` is what
    members of the board saw. Both are ``cusp.meetings.Meeting``, with the hash of each file.
    """

    meeting = models.ForeignKey(
        "boards.Meeting", on_delete=models.PROTECT, related_name="publications"
    )
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    # The last day to publish as it was worked out then; empty if it could not be.
    publish_by = models.DateField(null=True)
    late = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=500, blank=True)
    public = models.JSONField(null=True)
    members = models.JSONField()
    # What it changes, in sentences: for the public, and for members.
    public_changes = models.JSONField(default=list)
    members_changes = models.JSONField(default=list)

    class Meta(Entry.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("meeting", "number"), name="one_publication_a_number"),
            models.CheckConstraint(
                condition=models.Q(late=False) | ~models.Q(late_reason=""),
                name="late_publication_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: publication {self.number}"

    @property
    def name(self) -> str:
        """What it is called: "Agenda" or "Supplement 1"."""
        return "Agenda" if self.number == 1 else f"Supplement {self.number - 1}"
