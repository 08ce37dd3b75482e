"""Explain why a PDF is refused: it is another document, or not Ofsted's.

Councils rehearse inspections, have others inspect them in Ofsted's format, assess themselves under
the same headings and respond to a report in the same layout. Such a paper must not be recorded as
an inspection. Its title, margins and authors show what it is. A genuine report may mention other
kinds of paper in its body, so only what a paper says about itself counts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cusp.reports.documents import OpenPdf
from cusp.reports.frameworks.vocabulary import Framework
from cusp.reports.pages import Line, Page

_LETTERS_SEEN = 40
_KNOWN = (
    (r"focused visit", "a focused-visit letter, which gives no grades"),
    (r"monitoring visit", "a monitoring-visit letter, which gives no grades"),
    (r"joint targeted area inspection|\bJTAI\b", "a joint targeted area inspection, not graded"),
    (r"area SEND|special educational needs", "an area SEND inspection"),
    (r"\bschool\b|\bacademy\b|quality of education|sixth form", "an inspection of a school"),
    (r"children's home|fostering agency|adoption agency", "an inspection of a provider"),
    (r"nursery|childminder|early years", "an inspection of early years provision"),
)

# Words in the title, margins and labels of papers that are not Ofsted's.
_MOCK = r"mock|dummy|simulat(?:ed|ion)|dry[- ]run|trial run|rehears\w+|shadow inspection|pretend"
_MOCK_HEADING = re.compile(rf"\b(?:{_MOCK}) (?:inspection|ILACS|Ofsted)", re.I)
_KINDS = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.I), what)
    for pattern, what in (
        (_MOCK, "a mock inspection"),
        (
            r"joint (?:targeted |area |local |thematic )*(?:inspection|review)|joint area|JTAI",
            "a joint inspection, not graded by Ofsted alone",
        ),
        (
            r"area SEND|local area partnership|special educational needs|SEND (?:inspection|area)",
            "an area SEND inspection",
        ),
        (
            r"peer[- ](?:review|challenge|inspection|diagnostic|assessment|team|led)\w*"
            r"|lead peer|LGA|local government association|sector[- ]led",
            "a peer review",
        ),
        (
            r"self[- ](?:assess|evaluat|inspect|review|audit)\w*|our own (?:grade|judge?ment)s?",
            "a council's self-assessment",
        ),
        (
            r"practice (?:week|inspection|evaluation|review|learning (?:day|week))"
            r"|(?:internal|in-house) (?:inspection|review|audit|assessment)"
            r"|readiness (?:review|check)",
            "a council's own practice inspection",
        ),
        (r"response|responds?|responding|action plan|improvement plan", "a response to a report"),
        (
            r"draft|provisional (?:report|grade|judge?ment)s?|factual accuracy|pre-?publication",
            "a draft, not the report that was published",
        ),
        (
            r"consult(?:ants?|ancy|ing)|independent(?:ly)? (?:review|inspect|assess|evaluat)\w*"
            r"|external(?:ly)? (?:review|inspect|assess|evaluat)\w*|diagnostic|health[- ]check"
            r"|in the (?:form|style|manner) of|based on (?:the )?ILACS|ILACS[- ]style"
            r"|commissioned by|(?:prepared|produced|written|authored) by",
            "an inspection by others in Ofsted's format",
        ),
        (
            r"training (?:example|exercise|material)|worked example|exemplar|template|fictional"
            r"|for illustration",
            "an example, not a report",
        ),
    )
)
_ABOUT = (
    re.compile(
        r"\b(?:summary|analysis|briefing|commentary|overview) (?:of|on)\b|\bprogress report\b"
        r"|\bupdate (?:on|following)\b",
        re.I,
    ),
    "a paper about an inspection",
)
# Who leads inspections that are not Ofsted's.
_OTHER_LEAD = re.compile(
    r"^(?:lead|reporting) (?:inspector|HMI)s?\b.*\b(?:consult\w+|independent|peer|former|retired|ex"
    r"|associates?|limited|ltd|LGA|council|trust|director of children|DCS|auditor|reviewer"
    r"|principal social worker|head of service)\b"
    r"|^(?:lead|principal) (?:reviewer|peer|consultant|assessor|auditor|author)\b"
    r"|^(?:review|peer|audit) team\b|^reviewers?:|^(?:self-assessed|predicted|expected) grade",
    re.I,
)
# What such papers say about themselves in the body, in lower case. Each pattern begins with a plain
# word for speed, since whole reports are searched.
_OF_ITSELF = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        (
            r"not (?:(?:an? |the )?(?:official |actual |real |formal )?"
            r"ofsted (?:report|inspection|judge?ment|document|publication|grade)"
            r"|(?:been )?(?:carried out|conducted|undertaken|written|produced|endorsed"
            r"|approved|issued|published|given) by (?:ofsted|(?:his|her) majesty)"
            r"|represent the views? of ofsted)|ofsted (?:was|were|is|has) not (?:been )?involved",
            "it says that it is not Ofsted's",
        ),
        (rf"this (?:is |was )?(?:an? )?(?:{_MOCK})\b", "a mock inspection"),
        (rf"our (?:{_MOCK})\b", "a mock inspection"),
        (
            r"this (?:was |is )?(?:a )?practice (?:inspection|week)\b",
            "a council's own practice inspection",
        ),
        (
            r"this (?:inspection|review|exercise) was (?:undertaken|carried out|conducted|led"
            r"|completed|delivered) by (?![^.]{0,80}(?:majesty|ofsted|\bhmi\b|inspectors))"
            r"|this (?:inspection|review|exercise) [^.]{0,60}\b(?:former|retired|ex)[- ]"
            r"(?:hmi|ofsted|(?:his|her) majesty)"
            r"|this (?:report|document|paper) \w+ (?:out )?(?:the )?(?:findings|outcomes?|results) "
            r"(?:of|from) (?:an?|the|our|this) (?:mock|peer|practice|self|independent|external"
            r"|internal|joint|simulated)\b"
            r"|this (?:inspection|report|review|exercise) (?:was|is|has been) (?:(?:an? )?"
            r"(?:\w+ )?(?:commissioned|requested|arranged|paid for) by\b|(?:\w+ ){1,2}by "
            r"(?:\w+ ){0,4}(?:consultants?|consultancy|peers|lga|local government association)\b)",
            "an inspection by others in Ofsted's format",
        ),
    )
)
# More of the same, used if nothing else shows that the paper is Ofsted's: "this peer review".
_OF_ITSELF_UNSIGNED = re.compile(
    r"\b(?:this|our) (?:peer[- ](?:review|challenge|inspection)|self[- ](?:assess|evaluat)\w*"
    r"|diagnostic|response|draft|(?:independent|external|internal) (?:review|inspection))",
    re.I,
)
_ANSWER = re.compile(
    r"^(?:the )?(?:council|local authority|our|management|service)(?:['’]s)? (?:own )?"
    r"(?:response|comments?|reply|actions?)(?::|$)",
    re.I,
)
_WATERMARK = re.compile(r"(?:DRAFT|MOCK|SAMPLE)(?: (?!AND\b)[A-Z0-9. ]{1,30})?")
_WATERMARK_INITIALS = "DMS "
_RANK = re.compile(
    r"(?<!former )(?<!retired )(?<!ex )(?<!ex-)\b"
    r"(?:HMI\b|(?:his|her) majesty['’`´]?s (?:chief )?insp)",
    re.I,
)
_IMPRINT = re.compile(
    r"office for standards in education|piccadilly gate|enquiries@ofsted\.gov\.uk", re.I
)
_TABLE = re.compile(
    r"judge?ment\b|the impact of leaders|the experiences and progress|overall effectiveness"
    r"|children['’]?s services in .* (?:are|is|require)|\d\.? children who need",
    re.I,
)
# Running headers and footers are above and below these shares of the page's height.
_HEAD, _FOOT = 0.075, 0.925
_LARGE, _SHORT = 13.2, 90
# How many pages at the beginning and the end may say what a paper is.
_FIRST_PAGES, _LAST_PAGES = 4, 3


def why_not_a_report(pdf: OpenPdf, first: Page) -> str:
    """One sentence on what the document is instead, judging by its first page."""
    text = " ".join(ln.text for ln in first.lines).replace("’", "'")
    if len(text) < _LETTERS_SEEN:
        following = (pdf.page(i) for i in range(1, min(pdf.count, 3)))
        if all(len(" ".join(ln.text for ln in page.lines)) < _LETTERS_SEEN for page in following):
            return "a scan without text, or an empty document; use text recognition (OCR) first"
    large = next(filter(None, (_kind(ln.text) for ln in first.lines if ln.size >= _LARGE)), None)
    if large and re.search(r"children'?s|social care|help and protection", text, re.I):
        return _not_ofsteds(large)
    for pattern, what in _KNOWN:
        if re.search(pattern, text, re.I):
            return f"not a graded children's services report: it looks like {what}"
    return "not a children's services inspection report, judging by the title on its first page"


def why_not_ofsteds(pages: Sequence[Page], form: Framework) -> str | None:
    """One sentence on what a document in Ofsted's format is, if it is not Ofsted's own."""
    what = next(filter(None, (_kind(text) for text in _where_it_says(pages))), None)
    if what is None and any(_OTHER_LEAD.search(ln.text) for ln in pages[0].lines):
        what = "an inspection led by another body, reported in Ofsted's format"
    texts = [ln.text for page in pages for ln in page.lines]
    short = [text.strip() for text in texts if len(text) < _SHORT / 2]
    # A watermark may cross a line of text.
    runs = (run for page in pages for ln in page.lines for run in ln.runs)
    pieces = (run.text.strip() for run in runs if run.text[:1] in _WATERMARK_INITIALS)
    across = (text.strip() for page in pages for text in page.across)
    if what is None and any(_WATERMARK.fullmatch(text) for text in (*short, *pieces, *across)):
        what = "a draft or mock"
    if what is None and any(_ANSWER.match(text) for text in short):
        what = "a response to a report"
    # A paper describes itself at its beginning or its end.
    ends = (*pages[:_FIRST_PAGES], *pages[-_LAST_PAGES:])
    lower = " ".join(ln.text for page in ends for ln in page.lines).lower()
    what = what or next((kind for words, kind in _OF_ITSELF if words.search(lower)), None)
    return _not_ofsteds(what) if what else _unsigned(" ".join(texts), form)


def _where_it_says(pages: Sequence[Page]) -> Iterator[str]:
    """The text that says what a paper is: titles, margins and anything above the grades."""
    first = pages[0]
    front = _front(first)
    # The important words may be split over two lines of the title.
    yield " ".join(ln.text for ln in front)
    for line in first.lines:
        if (line.bold or line.size >= _LARGE) and len(line.text) < _SHORT:
            yield line.text
    for page in pages:
        for line in page.lines:
            if (line.bold or line.size >= _LARGE) and _MOCK_HEADING.search(line.text):
                yield line.text
            edge = line.baseline < _HEAD * page.height or line.baseline > _FOOT * page.height
            if edge and len(line.text) < _SHORT and not _of_a_sentence(line, page):
                yield line.text


def _front(first: Page) -> list[Line]:
    front: list[Line] = []
    for line in first.lines:
        if front and _TABLE.match(line.text):
            return front
        front.append(line)
    return [ln for ln in first.lines if ln.bold or ln.size >= _LARGE]


def _of_a_sentence(line: Line, page: Page) -> bool:
    """Whether a line close to an edge continues the page's text."""
    others = (ln for ln in page.lines if ln is not line)
    return any(
        abs(ln.baseline - line.baseline) < 1.6 * line.size and abs(ln.size - line.size) < 0.6
        for ln in others
        if len(ln.text) > _SHORT / 2
    )


def _kind(text: str) -> str | None:
    return next((what for words, what in (*_KINDS, _ABOUT) if words.search(text)), None)


def _not_ofsteds(what: str) -> str:
    if what.startswith("it says"):
        return f"not an Ofsted inspection report: {what}"
    return f"not an Ofsted inspection report: it looks like {what}"


def _unsigned(text: str, form: Framework) -> str | None:
    """Why a document is refused if too little in it shows that Ofsted wrote it."""
    if _IMPRINT.search(text) or _RANK.search(text):
        return None
    if _OF_ITSELF_UNSIGNED.search(text):
        return _not_ofsteds("a review or response by others")
    if form.code == "ILACS" or not re.search(r"\bofsted\b", text, re.I):
        return (
            "not clearly Ofsted's: it does not mention His Majesty's Inspectors or have the "
            "details found at the end of Ofsted's reports"
        )
    return None
