"""Why a change of the plan was not made."""

from cusp.web.common.refusals import CannotChange, ChangedMeanwhile

__all__ = ["CannotChange", "ChangedMeanwhile"]
