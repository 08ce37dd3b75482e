"""Which children are waiting for us?"""
