"""How Cusp answers browsers. Bodies are read without using a thread, and may be refused unread.

`server` starts the web server. `screening` refuses requests by their headers. `bridge` reads a
request's body, however slowly it arrives, and passes it to Django in one of a few threads.
"""
