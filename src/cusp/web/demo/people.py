"""The people of the demo, who all have the same password."""

from __future__ import annotations

# Not secret: the demo listens on one machine only and holds public facts and made-up children.
PASSWORD = "wexcombe wexcombe"
# Name and role by email address.
PEOPLE = {
    "officer@wexcombe.example": ("Olive Officer", "officer"),
    "owner@wexcombe.example": ("Orla Owner", "action-owner"),
    "member@wexcombe.example": ("Max Member", "member"),
    "head@wexcombe.example": ("Hana Head", "practice"),
    "chair@wexcombe.example": ("Carys Chair", "practice"),
    "manager@wexcombe.example": ("Tariq Manager", "practice"),
    "administrator@wexcombe.example": ("Ada Administrator", "administrator"),
}
