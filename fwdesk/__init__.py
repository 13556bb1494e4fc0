"""fwdesk: the desk where a picture file becomes an exactly specified FinerWorks print."""

__version__ = "0.1.0"
