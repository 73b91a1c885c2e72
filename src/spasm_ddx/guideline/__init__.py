"""Guidelines: a tree with conditions, urgency, alerts, screens, advice and sources.

A file here imports only files above it: ``sources``, ``model``, ``advice``, ``json_values``,
``guideline``, ``checks`` and ``joint_diagram``, ``interview``, ``assessment``, ``report``,
``explanation``, ``safety``, ``verification``, ``comparison``.
Nothing here names a particular condition.
"""
