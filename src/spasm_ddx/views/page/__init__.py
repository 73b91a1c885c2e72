"""The page on which a person walks a guideline or a tree, question by question.

``walker`` makes it. ``data`` holds everything that Python can compute in advance. The script,
bundled from the modules beside this file, walks it.
"""
