"""Planning meetings, and calling, moving, cancelling and holding them."""
