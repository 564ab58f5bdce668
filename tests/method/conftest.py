from tests.worked import worked

__all__ = ["worked"]
