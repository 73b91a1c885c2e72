"""The differential diagnosis of muscle spasm, as data.

A file here imports only files above it: ``sources``, ``presentation``, ``screens``,
``conditions``, ``tree``, ``alerts``, ``advice``, ``guideline``.
"""
