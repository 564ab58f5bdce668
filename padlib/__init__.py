"""Partner strategy as a collection of Jupyter workbooks."""

__version__ = "0.1.0"
