"""Adding a file of published measures: the form."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cusp.history.measures import NotMeasures
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.uploads import takes_files
from cusp.web.record.archive.home_council import home_council
from cusp.web.record.measures.council_measures import loaded_file
from cusp.web.record.measures.load import CannotLoad, Loaded, load_files


class MeasuresForm(forms.Form):
    """The files from one LAIT download."""

    figures = forms.FileField(
        label="Figures",
        help_text="The parquet file, for example bds_long_0.parquet.",
        error_messages={"required": "Choose the parquet file with the figures."},
    )
    dictionary = forms.FileField(
        label="Data dictionary",
        help_text="lait_data_dictionary.csv. It describes each measure and which way is better.",
        error_messages={"required": "Choose the data dictionary that came with the figures."},
    )
    neighbours = forms.FileField(
        label="Statistical neighbours",
        required=False,
        help_text="The workbook named sn_ and a month. Without it, no neighbours are shown.",
    )
    codes = forms.FileField(
        label="List of council numbers",
        required=False,
        help_text="la_code_list.xlsx. Without it, Cusp uses the numbers in the figures.",
    )

    def clean(self) -> dict[str, Any]:
        """Check that no file is too large."""
        cleaned = super().clean() or {}
        most = settings.LARGEST_UPLOAD // 1_000_000
        for name, file in list(cleaned.items()):
            if file and (file.size or 0) > settings.LARGEST_UPLOAD:
                self.add_error(name, f"“{file.name}” must be smaller than {most} MB.")
        return cleaned


@needs(Permission.ADD_REPORTS)
@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose the files and load them."""
    form = MeasuresForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            loaded = _load(form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except NotMeasures as error:
            form.add_error("figures", f"{error}.")
        except CannotLoad as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _success_message(loaded))
            home = home_council()
            return redirect("measures", slug=home.slug) if home else redirect("add-measures")
    context = {"form": form, "file": loaded_file(), "trail": [("Add published measures", "")]}
    status = 400 if form.errors else 200
    return render(request, "record/measures/add_measures.html", context, status=status)


def _load(files: dict[str, UploadedFile[Any] | None], *, by: User) -> Loaded:
    """Read the uploads in a separate folder with no other files in it."""
    with tempfile.TemporaryDirectory(prefix="cusp-measures-") as folder:
        paths = {name: _put(Path(folder) / name, file) for name, file in files.items() if file}
        figures = paths.pop("figures")
        return load_files(figures, **paths, by=by)


def _put(folder: Path, upload: UploadedFile[Any]) -> Path:
    folder.mkdir()
    path = folder / Path(upload.name or "file").name[:200]
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path


def _success_message(loaded: Loaded) -> str:
    return (
        f"Loaded {loaded.measures} measures for {loaded.councils} councils: "
        f"{loaded.values:,} figures."
    )
