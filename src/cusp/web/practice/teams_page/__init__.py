"""One team: what is overdue or due soon, whose it is, and its measures beside the service's."""
