"""Guidelines: a tree with conditions, urgency, alerts, screens, advice and sources.

A file here imports only files above it: ``sources``, ``model``, ``advice``, ``guideline``,
``checks`` and ``joint_diagram``, ``interview``, ``assessment``, ``report``, ``safety``,
``verification``. Nothing here names a particular condition.
"""
