"""The sentences of the vocabulary, one file an area; each file's first line is its heading there."""
