"""The accessibility statement and privacy notice: what the model asks for, and whom to ask."""

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = pytest.mark.django_db
# The headings of the government's model statement.
MODEL = (
    "How accessible this website is",
    "Feedback and contact information",
    "Enforcement procedure",
    "Technical information about this website’s accessibility",
    "Compliance status",
    "Non-accessible content",
    "Preparation of this accessibility statement",
)


def page(address: str) -> str:
    return " ".join(Client().get(address).content.decode().split())


def test_the_statement_follows_the_model_and_names_whom_to_ask(settings: LazySettings) -> None:
    settings.HOME_AUTHORITY = "southend-on-sea"
    settings.CONTACT_EMAIL = "web@council.example"
    settings.CONTACT_PHONE = "01632 960 001"
    found = page("/accessibility/")
    places = [found.index(heading) for heading in MODEL]
    assert places == sorted(places)
    assert "This website is run by Southend-on-Sea." in found
    assert "partially compliant" in found
    assert 'href="mailto:web@council.example"' in found
    assert "01632 960 001" in found
    assert "(No. 2) Accessibility Regulations 2018" in found
    assert "Equality Advisory and Support Service" in found


def test_a_name_in_the_settings_comes_before_the_councils(settings: LazySettings) -> None:
    settings.HOME_AUTHORITY = "southend-on-sea"
    settings.CONTACT_NAME = "A charity"
    assert "This website is run by A charity." in page("/accessibility/")
    assert "A charity is the controller" in page("/privacy/")


def test_both_pages_say_that_contact_details_are_missing() -> None:
    for address in ("/accessibility/", "/privacy/"):
        found = page(address)
        assert "Its contact details have not been added to this page yet." in found
        assert "mailto:" not in found


def test_questions_about_privacy_go_to_the_contact(settings: LazySettings) -> None:
    settings.CONTACT_EMAIL = "web@council.example"
    assert "mailto:web@council.example" in page("/privacy/")


def test_questions_about_privacy_can_have_an_address_of_their_own(settings: LazySettings) -> None:
    settings.CONTACT_EMAIL = "web@council.example"
    settings.PRIVACY_EMAIL = "dpo@council.example"
    found = page("/privacy/")
    assert "mailto:dpo@council.example" in found
    assert "mailto:web@council.example" not in found


@pytest.mark.parametrize(
    "address", ["/", "/privacy/", "/data/", "/country/", "/search/?q=children"]
)
def test_public_pages_set_no_cookies_as_the_notice_says(address: str) -> None:
    assert not Client().get(address).cookies


@pytest.mark.parametrize("link", ["/accessibility/", "/privacy/", "/data/", "/feed.atom"])
def test_every_page_links_to_them(link: str) -> None:
    for address in ("/", "/country/", "/account/login/", "/nothing/"):
        assert f'href="{link}"' in page(address)
