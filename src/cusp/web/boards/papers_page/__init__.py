"""Papers of an item: uploading, writing, checking, withdrawing and downloading them."""
