"""The PDFium functions called for every piece of text, with plain addresses as arguments.

pypdfium2 converts each argument on each call, which takes longer than the call itself. The same
functions take half the time when declared here with addresses as integers. Everything else uses
pypdfium2 as usual.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_ADDRESS, _INT, _SIZE = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t


def _declared(name: str, result: Any, *arguments: Any) -> Any:
    address = ctypes.cast(getattr(pdfium, name), _ADDRESS).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


def address_of(handle: Any) -> int:
    """The address of a pypdfium2 handle."""
    return ctypes.cast(handle, _ADDRESS).value or 0


count_objects = _declared("FPDFPage_CountObjects", _INT, _ADDRESS)
get_object = _declared("FPDFPage_GetObject", _ADDRESS, _ADDRESS, _INT)
count_form_objects = _declared("FPDFFormObj_CountObjects", _INT, _ADDRESS)
get_form_object = _declared("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong)
object_type = _declared("FPDFPageObj_GetType", _INT, _ADDRESS)
object_bounds = _declared("FPDFPageObj_GetBounds", _INT, *[_ADDRESS] * 5)
object_matrix = _declared("FPDFPageObj_GetMatrix", _INT, _ADDRESS, _ADDRESS)
font_size = _declared("FPDFTextObj_GetFontSize", _INT, _ADDRESS, _ADDRESS)
font_of = _declared("FPDFTextObj_GetFont", _ADDRESS, _ADDRESS)
text_of = _declared("FPDFTextObj_GetText", ctypes.c_ulong, *[_ADDRESS] * 3, ctypes.c_ulong)
font_name = _declared("FPDFFont_GetBaseFontName", _SIZE, _ADDRESS, _ADDRESS, _SIZE)
count_chars = _declared("FPDFText_CountChars", _INT, _ADDRESS)
char_object = _declared("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
page_text = _declared("FPDFText_GetText", _INT, _ADDRESS, _INT, _INT, _ADDRESS)
draw_mode = _declared("FPDFPath_GetDrawMode", _INT, *[_ADDRESS] * 3)
count_segments = _declared("FPDFPath_CountSegments", _INT, _ADDRESS)
get_segment = _declared("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT)
segment_point = _declared("FPDFPathSegment_GetPoint", _INT, *[_ADDRESS] * 3)
segment_type = _declared("FPDFPathSegment_GetType", _INT, _ADDRESS)
render_mode = _declared("FPDFTextObj_GetTextRenderMode", _INT, _ADDRESS)
