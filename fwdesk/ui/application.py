"""The application object."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


def make_app(arguments: list[str]) -> QApplication:
    """The application, named; the one there is, if there is one. Its look is put on when the window is furnished."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("fwdesk")
    app.setDesktopFileName("fwdesk")
    return app
