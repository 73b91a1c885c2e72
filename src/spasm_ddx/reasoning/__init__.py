"""Exact reasoning over decision trees with unknown answers; knows no medicine.

A file here imports only files above it: ``units``, ``kinds``, ``criteria``, ``declaration``,
``findings``, ``decision_diagram``, ``cubes``, ``tree``, ``evaluation``, ``queries``; then
``verification`` and ``compilation`` beside each other.
"""
