"""Intake: how reports come in, from councils and officers to upload jobs and Ofsted's site."""
