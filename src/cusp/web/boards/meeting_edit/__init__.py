"""Planning meetings, and calling, moving and cancelling them."""
