"""What every room may use: places in files, messages, files read and kept."""
