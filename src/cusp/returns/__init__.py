"""Child-level returns, such as the Annex A that Ofsted asks for: tables, typed and checked.

- ``record``: what a loaded return is.
- ``forms``: what each list holds (``annex_a.toml``).
- ``headings``, ``values``: how headings and cells are read.
- ``sources``, ``lists``, ``building``: from files to tables.
- ``row_checks``, ``list_checks``, ``cross_checks``: what is wrong in them.
- ``loading``: all of this for a file; ``opening``: the same in a separate process.
"""

from cusp.returns.opening import Checked, check_return, load_return
from cusp.returns.record import Problem, Return, Table
from cusp.returns.sources import CannotRead

__all__ = ["CannotRead", "Checked", "Problem", "Return", "Table", "check_return", "load_return"]
