"""Pages as people use them: in Chromium, on a separate server."""
