"""Pictures from outside, opened safely: decoded in a child process with limits, handed back as plain pixels."""
