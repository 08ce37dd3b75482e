"""Database tables for the record.

What was read from a report is stored in full (``Document.report``) and is authoritative. Judgements
and passages are rows made from it for searching and counting; they can be made again at any time.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from cusp.web.common.addresses import address_of
from cusp.web.record.choices import (
    Better,
    FileState,
    JobState,
    PassageKind,
    Polarity,
    PublishedFrom,
    Verdict,
    one_of,
)
from cusp.web.record.stored_report import StoredReport


class RecordRevision(models.Model):
    """The only row: its number rises with every change to the record (``archive.revision``)."""

    number = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_revision"),)

    def __str__(self) -> str:
        return str(self.number)


class Authority(models.Model):
    """A council responsible for children's services; ``code`` is empty for one not on the list."""

    code = models.CharField(max_length=9, unique=True, null=True)  # unique if known
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    region = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    began = models.DateField(null=True)
    ended = models.DateField(null=True)
    # A council registered by hand because it is not on the list, such as the demo council.
    registered = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The authority's page."""
        return address_of("authority", self.slug)


class Document(StoredReport):
    """The report on an inspection in the record."""

    # The models that read its findings; empty if not read yet.
    findings_from = models.CharField(max_length=80, blank=True)
    # The models that could not read them, after an error that the worker's log describes.
    findings_failed_with = models.CharField(max_length=80, blank=True)


class Inspection(models.Model):
    """One inspection of an authority; without a document, only its facts are known."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="inspections")
    document = models.OneToOneField(
        Document, null=True, on_delete=models.PROTECT, related_name="inspection"
    )
    start = models.DateField("first day on site")
    end = models.DateField("last day on site")
    published = models.DateField(null=True, db_index=True)
    published_from = models.CharField(max_length=10, blank=True, choices=PublishedFrom.choices)
    framework = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, blank=True)
    reinspection = models.BooleanField(default=False)
    overall_given = models.BooleanField(default=True)
    lead_inspector = models.CharField(max_length=120, blank=True)
    improvements = models.PositiveIntegerField(default=0)
    # False if they could not be counted; 0 then does not mean none.
    improvements_read = models.BooleanField(default=True)
    priority = models.PositiveIntegerField(default=0)
    paragraphs = models.PositiveIntegerField(default=0)
    # False if pages, paragraphs or a section are missing.
    complete = models.BooleanField(default=True)
    sha256 = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("start",)
        constraints = (
            models.UniqueConstraint(fields=("authority", "start"), name="one_inspection_a_start"),
            one_of("published_from", [*PublishedFrom.values, ""], name="inspection_published_from"),
        )

    def __str__(self) -> str:
        return f"{self.authority}, {self.start.isoformat()}"

    def get_absolute_url(self) -> str:
        """The inspection's page."""
        return address_of("inspection", self.authority.slug, self.start.isoformat())


class SupersededReport(StoredReport):
    """An incomplete report that was replaced by a complete one on the same inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="superseded")
    superseded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-superseded_at",)


class WaitingReport(StoredReport):
    """A report whose council was not recognised; only officers can see it.

    An officer chooses the council, which adds the report, or refuses it. A refused report's file
    and record are deleted; what is left explains this to anyone who adds it again.
    """

    printed = models.CharField("council as printed", max_length=200)
    start = models.DateField("first day on site")
    end = models.DateField("last day on site")
    refused_because = models.CharField(max_length=300, blank=True)
    refused_by_then = models.CharField(max_length=200, blank=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return f"“{self.printed}”, {self.start.isoformat()}"

    def get_absolute_url(self) -> str:
        """The page where an officer decides."""
        return reverse("waiting-report", args=[self.pk])


class Judgement(models.Model):
    """One graded area of an inspection."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgements")
    area = models.CharField(max_length=30)  # no fixed set here: ``choices`` explains why
    grade = models.CharField(max_length=24)
    printed = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("inspection", "area"), name="one_grade_an_area"),
        )
        indexes: ClassVar = [models.Index(fields=["area", "grade"])]

    def __str__(self) -> str:
        return f"{self.area}: {self.grade}"


class Passage(models.Model):
    """An area for improvement or a paragraph, which search finds and links point to.

    ``address`` is stable within the inspection: ``improvement-3``, ``paragraph-16`` or, for a
    paragraph without a number, its place, such as ``page-4-2``.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(max_length=10, choices=PassageKind.choices)
    address = models.CharField(max_length=30)
    number = models.PositiveIntegerField(null=True)
    area = models.CharField(max_length=30, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    page = models.PositiveIntegerField(null=True)
    text = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("inspection", "address"), name="one_text_an_address"),
            one_of("kind", PassageKind.values, name="passage_kind"),
        )

    def __str__(self) -> str:
        return f"{self.inspection}: {self.address}"


class Comparison(models.Model):
    """Links proposed by the library for two inspections; made again when a report is read again."""

    earlier = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="+")
    # The documents and model used for the proposal.
    made_from = models.CharField(max_length=160)
    links = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("earlier", "later"), name="one_comparison_a_pair"),
        )

    def __str__(self) -> str:
        return f"{self.earlier} – {self.later}"


class Correction(models.Model):
    """An officer's correction of a link; it applies until the next one on the same two items."""

    earlier = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    earlier_number = models.PositiveIntegerField()
    later_number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_then = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (one_of("verdict", Verdict.values, name="correction_verdict"),)

    def __str__(self) -> str:
        return f"{self.later_number} from {self.earlier_number}: {self.verdict}"


class UploadJob(models.Model):
    """Uploaded reports that are read in the background."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    # Which run of the job may process its files; an older run that is still alive may not.
    claim = models.UUIDField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)
        constraints = (one_of("state", JobState.values, name="upload_job_state"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Its progress page."""
        return reverse("adding", args=[self.id])


class UploadedReport(models.Model):
    """One file of an upload job, and its result."""

    job = models.ForeignKey(UploadJob, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    # Path of the upload until it is read; empty afterwards.
    waiting = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    message = models.CharField(max_length=500, blank=True)
    inspection = models.ForeignKey(Inspection, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ("id",)
        constraints = (one_of("state", FileState.values, name="uploaded_report_state"),)

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """A published council-level measure of children's social care."""

    code = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    topic = models.CharField(max_length=120)
    better = models.CharField(max_length=10, choices=Better.choices)
    unit = models.CharField(max_length=200, blank=True)
    year_type = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("topic", "order", "title")
        constraints = (one_of("better", Better.values, name="measure_better"),)

    def __str__(self) -> str:
        return self.title


class MeasureSeries(models.Model):
    """The values of a measure for one place: an authority (by code), a region or England."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="series")
    place = models.CharField(max_length=60)
    # [[label, value or null, mark], …], oldest first.
    values = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("measure", "place"), name="one_series_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.place}"


class Neighbours(models.Model):
    """The statistical neighbours of an authority, closest first."""

    code = models.CharField(max_length=9, unique=True)
    codes = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.code


class MeasuresFile(models.Model):
    """A file of published measures that was loaded, with who loaded it and when."""

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    measures = models.PositiveIntegerField(default=0)
    values = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.name


class ReportSentence(models.Model):
    """A sentence of a report, with its polarity and topics.

    Made from the report by ``stored_findings``, and again when the findings models change.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="sentences")
    # The passage it is in: an address within the inspection.
    address = models.CharField(max_length=30)
    page = models.PositiveIntegerField(null=True)
    area = models.CharField(max_length=30, blank=True)
    sentence = models.PositiveIntegerField()
    polarity = models.CharField(max_length=10, choices=Polarity.choices)
    sure = models.FloatField()
    # Whether pages show the polarity without "not sure"; only these sentences are counted.
    clear = models.BooleanField(default=False)
    topic = models.CharField(max_length=40)
    # All topics, main topic first: [[code, certainty], …].
    topics = models.JSONField(default=list)
    # Whether the next sentence in the same passage clearly criticises: "However, …".
    taken_back = models.BooleanField(default=False)
    text = models.TextField()

    class Meta:
        ordering = ("id",)
        indexes: ClassVar = [
            models.Index(fields=["topic", "polarity"]),
            # This index alone shows whether a passage praises or criticises.
            models.Index(
                fields=["inspection", "address", "polarity", "clear"], name="clear_in_passage"
            ),
        ]
        constraints = (one_of("polarity", Polarity.values, name="report_sentence_polarity"),)

    def __str__(self) -> str:
        return f"{self.inspection}: {self.address}, {self.polarity}"


class TopicCount(models.Model):
    """How many sentences of a report clearly praise a topic, criticise it, or do both.

    Made by ``counted_topics`` when the sentences are stored.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="topic_counts"
    )
    topic = models.CharField(max_length=40)
    strengths = models.PositiveIntegerField(default=0)
    weaknesses = models.PositiveIntegerField(default=0)
    mixed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("inspection", "topic"), name="one_count_a_topic"),
        )

    def __str__(self) -> str:
        return f"{self.inspection}: {self.topic}"


class GradePlace(models.Model):
    """The place of a judgement in its grade, estimated from the wording; not Ofsted's."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="places")
    area = models.CharField(max_length=30)
    printed = models.CharField(max_length=24, blank=True)
    # 0.5 to 4.5: inadequate to 1.5, requires improvement to 2.5, good to 3.5, outstanding above.
    position = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    reads_as = models.CharField(max_length=24, blank=True)
    cannot_say = models.CharField(max_length=300, blank=True)
    # [{"towards", "topic", "address", "page", "text", "weight"}, …]
    pulls = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("inspection", "area"), name="one_place_an_area"),
        )

    def __str__(self) -> str:
        return f"{self.inspection}, {self.area}: {self.position}"
