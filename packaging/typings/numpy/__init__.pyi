"""Enough of numpy for the types of Pillow, which names its arrays; fwdesk does not install numpy."""
