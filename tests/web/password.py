"""The password of everyone in the tests."""

PASSWORD = "a long enough password"
