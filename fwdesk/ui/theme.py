"""Light and dark: the color tokens of the house, palettes for Fusion, one small style sheet (UX 4.1)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from fwdesk.resources import resource
from fwdesk.ui.tokens import DARK, LIGHT, Tokens

# One hue a step, for the rail's dots and the code's stretches; text contrast at least 4.5 on the panel.
STEP_HUES = {
    "product_type": ("#6B4A1F", "#D9B27C"),
    "media": ("#24588C", "#8ABAE8"),
    "style": ("#1B6437", "#8FD3A5"),
    "size": ("#7A2E5D", "#E3A0C8"),
    "frame": ("#8A3B12", "#F0A77E"),
    "mat": ("#4A4A8F", "#B0B0F0"),
    "glazing": ("#0E6470", "#7FD0DB"),
    "tail": ("#5A5A60", "#B6B7BB"),
}

_WAYS = ("up", "down", "left", "right")
_SHEET = """
QWidget {{ color: {text}; }}
QMainWindow, QWidget#desk, QWidget#page {{ background: {window}; }}
QWidget#panel, QScrollArea#panel, QWidget#rail, QWidget#title, QWidget#bar, QWidget[role="page"] {{
  background: {panel}; }}
QLabel {{ background: transparent; }}
QLabel[role="caption"] {{ color: {secondary}; font-size: 12px; }}
QLabel[role="name"] {{ font-size: 15px; font-weight: 600; }}
QLabel[role="muted"] {{ color: {muted}; font-size: 12px; }}
QLabel[role="step"] {{ font-size: 18px; font-weight: 600; }}
QLabel[role="field"] {{ color: {secondary}; font-size: 12px; }}
QLabel[role="problem"] {{ color: {error}; font-size: 12px; }}
QLabel[role="doubt"] {{ color: {warn}; font-size: 12px; }}
QLabel[role="total"] {{ font-size: 24px; font-weight: 600; }}
QLabel[role="retail"] {{ font-size: 15px; font-weight: 600; color: {accent}; }}
QLabel[role="key"] {{ background: {window}; border: 1px solid {hairline}; border-radius: 4px; padding: 1px 6px;
  font-size: 12px; }}
QLabel:disabled {{ color: {muted}; }}
QFrame#line {{ background: {hairline}; border: none; }}
QLineEdit, QPlainTextEdit {{
  background: {panel}; border: 1px solid {border}; border-radius: 6px; padding: 5px 8px; min-height: 20px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {focus}; padding: 4px 7px; }}
QLineEdit[wrong="true"] {{ border: 2px solid {error}; padding: 4px 7px; }}
QComboBox, QAbstractSpinBox {{ background: {panel}; border: 1px solid {border}; border-radius: 6px; padding: 4px 8px;
  min-height: 22px; }}
QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {focus}; padding: 3px 7px; }}
QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {muted}; border-color: {hairline}; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{arrow_down}"); width: 16px; height: 16px; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
  subcontrol-origin: border; border: none; width: 24px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button {{ subcontrol-position: top right; }}
QSpinBox::down-button, QDoubleSpinBox::down-button {{ subcontrol-position: bottom right; }}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ image: url("{arrow_up}"); width: 12px; height: 12px; }}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ image: url("{arrow_down}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {panel}; border: 1px solid {border}; selection-background-color: {tint};
  selection-color: {text}; outline: none; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border-radius: 3px; border: 1px solid {border};
  background: {panel}; }}
QCheckBox::indicator:checked {{ background: {accent}; border: 1px solid {accent}; image: url("{check}"); }}
QCheckBox:focus {{ color: {focus}; text-decoration: underline; }}
QPushButton {{ background: {panel}; border: 1px solid {border}; border-radius: 6px; padding: 6px 14px;
  min-height: 20px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:focus {{ border: 2px solid {focus}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {muted}; border-color: {hairline}; }}
QPushButton[role="primary"] {{ background: {accent}; color: {on_accent}; border: 1px solid {accent};
  font-weight: 600; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {focus}; padding: 5px 13px; }}
QPushButton[role="primary"]:disabled {{ background: {hairline}; color: {muted}; border-color: {hairline}; }}
QPushButton[role="badge"] {{ background: {ok_tint}; color: {ok}; border: 1px solid {ok}; font-weight: 600; }}
QPushButton[role="badge"]:focus {{ border: 2px solid {focus}; padding: 5px 13px; }}
QPushButton[role="link"] {{ background: transparent; border: none; color: {accent}; padding: 4px 6px;
  text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border: 2px solid {focus}; padding: 2px 4px; }}
QPushButton[role="cell"] {{ background: transparent; border: 1px solid transparent; padding: 0; }}
QPushButton[role="cell"]:hover {{ background: {hover}; }}
QPushButton[role="cell"]:focus {{ border: 2px solid {focus}; padding: 0; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:focus {{ border: 2px solid {focus}; padding: 4px; }}
QToolButton:checked {{ background: {tint}; border: 1px solid {accent}; }}
QToolButton:checked:focus {{ border: 2px solid {focus}; }}
QToolButton:disabled {{ color: {muted}; }}
QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {border}; border-radius: 8px;
  background: {panel}; }}
QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {accent};
  background: {on_accent}; }}
QRadioButton::indicator:disabled {{ border-color: {muted}; }}
QRadioButton:focus {{ color: {focus}; text-decoration: underline; }}
QListView {{ background: {panel}; border: none; outline: none; }}
QDialog QScrollArea, QWidget#keysPage {{ background: transparent; }}
QListView[role="rows"]::item {{ padding: 6px 4px; border-bottom: 1px solid {hairline}; }}
QListView[role="rows"]::item:selected {{ background: {tint}; color: {text}; }}
QListView[role="rows"]:focus {{ border: 2px solid {focus}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {border}; border-radius: 4px; min-height: 36px; margin: 1px 2px; }}
QScrollBar::handle:vertical:disabled {{ background: transparent; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {hairline}; }}
QToolTip {{ background: {panel}; color: {text}; border: 1px solid {border}; padding: 4px 6px; }}
QMenu {{ background: {panel}; border: 1px solid {hairline}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {tint}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenuBar {{ background: {panel}; }}
QMenuBar::item {{ padding: 4px 10px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {tint}; }}
QLabel#band {{ color: #FFFFFF; font-size: 12px; padding: 3px 13px; }}
QFrame#note {{ border-radius: 8px; }}
QFrame#views {{ background: {panel}; border: 1px solid {hairline}; border-radius: 8px; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: {window}; border: 1px solid {hairline}; border-bottom: none; padding: 5px 8px 5px 12px;
  margin-right: 4px; border-top-left-radius: 6px; border-top-right-radius: 6px; min-width: 156px; max-width: 230px; }}
QTabBar::tab:selected {{ background: {panel}; border-top: 2px solid {accent}; font-weight: 600; }}
QTabBar::tab:hover:!selected {{ background: {hover}; }}
QTabBar::tab:focus {{ border: 2px solid {focus}; }}
QTabBar::scroller {{ width: 48px; }}
QTabBar QToolButton {{ background: {window}; border: none; }}
QTabBar QToolButton::left-arrow {{ image: url("{arrow_left}"); width: 16px; height: 16px; }}
QTabBar QToolButton::right-arrow {{ image: url("{arrow_right}"); width: 16px; height: 16px; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {border}; border-radius: 3px; min-width: 36px; margin: 1px 1px; }}
QDialog {{ background: {window}; }}
"""


class Theme:
    """The look in force. Read by painting code; changed through `apply`."""

    tokens = LIGHT
    dark = False


def hue(step: str) -> QColor:
    """A step's color in the look in force."""
    return QColor(STEP_HUES.get(step, STEP_HUES["tail"])[1 if Theme.dark else 0])


def color(name: str) -> QColor:
    """A token of the look in force, by its name."""
    return QColor(getattr(Theme.tokens, name))


def wants_dark(app: QApplication, choice: str) -> bool:
    """Whether a choice of system, light or dark means dark. An unknown system look is light."""
    if choice == "system":
        return app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return choice == "dark"


def apply(app: QApplication, choice: str = "system") -> None:
    """Put a look on the whole program: system, light or dark. Works live."""
    Theme.dark = wants_dark(app, choice)
    tokens = Theme.tokens = DARK if Theme.dark else LIGHT
    app.setPalette(_palette(tokens))
    look = "dark" if Theme.dark else "light"
    arrows = {f"arrow_{way}": resource(f"look/arrow-{way}-{look}.svg").as_posix() for way in _WAYS}
    check = resource(f"look/check-{look}.svg").as_posix()
    app.setStyleSheet(_SHEET.format(**tokens._asdict(), **arrows, check=check))


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in (
        (role.Window, tokens.window),
        (role.Base, tokens.panel),
        (role.AlternateBase, tokens.window),
        (role.Button, tokens.panel),
        (role.ToolTipBase, tokens.panel),
        (role.Text, tokens.text),
        (role.WindowText, tokens.text),
        (role.ButtonText, tokens.text),
        (role.ToolTipText, tokens.text),
        (role.PlaceholderText, tokens.muted),
        (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent),
        (role.Link, tokens.accent),
        (role.Mid, tokens.border),
    ):
        palette.setColor(name, QColor(value))
    for name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.muted))
    return palette


def base_font(app: QApplication) -> QFont:
    """The system's own font at 13 px body size."""
    font = QFont(app.font())
    font.setPixelSize(13)
    return font


def code_font() -> QFont:
    """Monospaced, 14 px, slightly spaced: for product codes."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(14)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.5)
    return font
