"""The page on which a person walks a guideline or a tree, question by question.

``walker`` makes it: ``data`` holds everything that Python can say beforehand, and the script,
joined from the modules beside this file, walks it; ``style`` is how it looks.
"""
