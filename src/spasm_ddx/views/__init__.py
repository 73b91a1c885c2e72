"""Forms for people: words, pictures and tables of any tree; knows no medicine."""
