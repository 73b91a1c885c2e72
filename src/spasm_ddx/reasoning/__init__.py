"""Exact reasoning over decision trees with unknown answers, without any medicine.

A file here imports only files above it: ``units``, ``finding_kinds``, ``criteria``, ``wording``,
``declaration``, ``findings``, ``positions``, ``decision_diagram``, ``cubes``, ``tree``,
``evaluation``, ``queries``, ``redundancy``; then ``verification``, ``comparison`` and
``compilation`` beside each other.
"""
