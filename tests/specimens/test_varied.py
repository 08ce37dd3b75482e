"""All features of real reports are read back, including bullets, footnote marks and numbering."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cusp.specimens.content import Form
from cusp.specimens.variants import VARIANTS
from tests.length import examples
from tests.specimens.reading_back import FORMS, assert_all_read, read
from tests.specimens.strategies import layouts, varied


@pytest.mark.parametrize("name", VARIANTS)
def test_each_variant_is_read_back(name: str) -> None:
    specimen, layout = VARIANTS[name]
    assert_all_read(specimen, read(specimen, layout))


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=examples(8),
    deadline=None,
    # No shrinking, because each attempt takes a tenth of a second.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_anything_that_real_reports_do_is_read_back(form: Form, data: st.DataObject) -> None:
    specimen = data.draw(varied(form))
    assert_all_read(specimen, read(specimen, data.draw(layouts)))
