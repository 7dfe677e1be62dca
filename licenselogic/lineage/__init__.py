"""Works and how they were made from each other: values, the file format, the graph."""
