"""What is seen: window, rail, stage, steps, order pages, messages, theme."""
