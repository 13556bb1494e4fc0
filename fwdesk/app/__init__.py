"""What the program does: session, tasks, presenters, item models. QtCore only, no widgets."""
