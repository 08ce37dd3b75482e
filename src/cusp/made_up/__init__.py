"""A made-up council: the lives of its children over the years, and its Annex A month after month.

For tests, benches and the demo. Nothing in it is about a real child, worker or council.

    council = made_up_council(seed=7, children=200, first=date(2025, 4, 30), months=12)
    council.days                      # the month ends; any day between may be asked for too
    council.annex_a(day)              # the eleven lists of that day, a cusp.returns.Return
    council.chairs(day)               # who chairs or reviews for each child: an Arrow table
    council.supervision(day), council.midway_reviews(day)
    council.planted(day)              # what each clock must say: child, clock, status, days, why
    write_months(council, folder)     # workbooks or CSV folders, local lists, answers, a README

Children are referred, assessed, protected, looked after and leave care, and most things happen in
time. The delays are drawn when a life is made. One child keeps one id, and what a list says next
month follows from the same life. The same seed gives the same lives; more months only add to them.

It lives below ``oversight`` and cannot import it, so the two cannot share a mistake.

- ``chance``, ``days``: what is drawn, and when things fall due.
- ``lives``: what a life holds. ``front_door``, ``protecting``, ``caring``, ``leaving``: how one
  goes. ``staff``: teams, workers, chairs. ``adopters``: list 11.
- ``series``, ``books``, ``snapshots``: from lives to the lists of a day.
- ``council``: all of this for a council. ``planted``: what the clocks must say.
- ``writing``, ``faults``: files, and what is wrong in them if asked for.
"""

from cusp.made_up.council import CannotMakeUp, Council, made_up_council
from cusp.made_up.planted import Planted
from cusp.made_up.writing import write_months

__all__ = ["CannotMakeUp", "Council", "Planted", "made_up_council", "write_months"]
