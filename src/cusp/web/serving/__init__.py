"""How Cusp answers browsers: bodies are read without a thread, and refused before they are read.

`server` starts the web server, `screening` refuses requests by their headers, `bridge` takes in the
body of a request however slowly it comes, and hands it to Django in one of a few threads.
"""
