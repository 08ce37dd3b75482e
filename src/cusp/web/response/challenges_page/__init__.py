"""Questions of members and of the independent chair, the replies and their effect."""
