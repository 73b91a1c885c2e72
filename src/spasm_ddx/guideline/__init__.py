"""What turns a tree into a guideline: conditions, urgency, alerts, screens, advice and sources.

A file here imports only files above it: ``sources``, ``model``, ``advice``, ``guideline``,
``joint_diagram``, ``asking``, ``assessment``, ``interview``, ``report``, ``safety``. Nothing
here knows a single condition.
"""
