"""The minutes of a meeting: for readers, and the forms that officers write them with."""
