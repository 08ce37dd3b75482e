"""Papers made from the plan, and the council's template for them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from cusp.outside.process import NotNow
from cusp.plans import paper_worker
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.response import paper_making, paper_template
from cusp.web.response.models import Action, Plan
from tests.web.response.conftest import STARTED
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.django_db

PAPERS = "/plan/papers/"
TEMPLATE = f"{PAPERS}template/"
BEGINS = {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-"}


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that runs other tests may be slow to start a process."""
    for module in (paper_making, paper_template):
        monkeypatch.setattr(module, "_WITHIN", 120.0)
        monkeypatch.setattr(module, "_WAIT", 60.0)


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


@pytest.fixture
def administrator(person: Callable[..., User]) -> Client:
    user = person(Role.ADMINISTRATOR)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return browser(user)


def template(words: str = "Council of Anywhere") -> bytes:
    document = Document()
    document.add_paragraph(words)
    document.add_paragraph("{{ paper }}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(template())
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr(name, content)
    return out.getvalue()


def upload(client: Client, data: bytes, name: str = "template.docx") -> str:
    answer = client.post(TEMPLATE, {"file": SimpleUploadedFile(name, data)}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_every_paper_is_made_as_every_kind_of_file(
    page: Client, plan: Plan, action: Action, ending: str
) -> None:
    said = page.get(PAPERS).content.decode()
    for kind in ("full", "page", "exceptions"):
        assert f"{PAPERS}{kind}.{ending}" in said
        answer = page.get(f"{PAPERS}{kind}.{ending}")
        assert answer.status_code == 200
        assert answer.content.startswith(BEGINS[ending])
        assert answer["Content-Disposition"].startswith('attachment; filename="plan')
    answer = page.get(f"{PAPERS}changes.{ending}?from={STARTED}&to={STARTED}")
    assert answer.content.startswith(BEGINS[ending])


def test_the_plan_in_full_says_what_the_plan_says(page: Client, action: Action) -> None:
    document = Document(io.BytesIO(page.get(f"{PAPERS}full.docx").content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    assert "Audit 20 case files a month" in cells
    then = page.get(f"{PAPERS}full.docx?on={STARTED}")
    assert "11 March 2024" in Document(io.BytesIO(then.content)).paragraphs[1].text


def test_changes_since_a_date_are_asked_for_in_three_fields(page: Client, plan: Plan) -> None:
    typed = {"day_day": "11", "day_month": "3", "day_year": "2024", "ending": "pdf"}
    to = page.get(f"{PAPERS}since/", typed)["Location"]
    assert to.startswith(f"{PAPERS}changes.pdf?from=2024-03-11&to=")
    assert page.get(f"{PAPERS}since/", typed | {"day_year": "x"}).status_code == 400


@pytest.mark.parametrize(
    "address", ["other.pdf", "full.exe", "full.pdf?on=x", "full.pdf?on=2999-01-01"]
)
def test_there_are_no_other_papers(page: Client, plan: Plan, address: str) -> None:
    assert page.get(f"{PAPERS}{address}").status_code == 404


def test_a_busy_machine_says_so(page: Client, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> bytes:
        raise NotNow

    monkeypatch.setattr(paper_making, "once", busy)
    answer = page.get(f"{PAPERS}full.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Cusp is busy" in answer.content.decode()


def test_an_administrator_puts_a_template_in_place(
    page: Client, administrator: Client, plan: Plan, action: Action
) -> None:
    assert "own styles" in page.get(PAPERS).content.decode()
    assert "New papers will use this template" in upload(administrator, template())
    document = Document(io.BytesIO(page.get(f"{PAPERS}page.docx").content))
    assert document.paragraphs[0].text == "Council of Anywhere"
    assert Event.objects.filter(action="paper template put in place").count() == 1
    administrator.post(f"{TEMPLATE}remove/")
    assert paper_template.current() is None
    assert Event.objects.filter(action="paper template removed").count() == 1


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"PK\x03\x04 broken", "a.docx", "not a Word document that can be opened"),
        (b"", "a.docx", "The file is empty"),
        (template(), "a.dotm", "must be a Word document"),
        (with_part("word/vbaProject.bin", b"x"), "a.docx", "has macros"),
        (with_part("word/embeddings/a.bin", b"x"), "a.docx", "other files inside it"),
        (
            with_part(
                "word/_rels/settings.xml.rels",
                b'<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" '
                b'Target="http://elsewhere.example/a.dotm" TargetMode="External"/></Relationships>',
            ),
            "a.docx",
            "refers to another file",
        ),
        (template("{{ 1/0 }}"), "a.docx", "could not make a paper with this template"),
    ],
    ids=["broken", "empty", "ending", "macros", "embedded", "outside", "fails"],
)
def test_a_template_that_cannot_be_used_is_refused(
    administrator: Client, own_folder: Path, data: bytes, name: str, why: str
) -> None:
    assert why in upload(administrator, data, name)
    assert paper_template.current() is None


def test_a_template_that_unpacks_to_far_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"\0" * 60_000_000)
    assert "far larger than a template" in paper_worker.why_not_template(out.getvalue())


def test_only_administrators_choose_the_template(page: Client) -> None:
    assert page.get(TEMPLATE).status_code == 403
    assert page.post(f"{TEMPLATE}remove/").status_code == 403
