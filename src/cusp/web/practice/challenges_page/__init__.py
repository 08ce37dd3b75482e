"""Challenges: did challenge change anything?"""
