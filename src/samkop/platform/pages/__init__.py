"""What every page has: the door around its view, refusals as pages, the security headers."""

from samkop.platform.pages.page import Answer, act, page

__all__ = ["Answer", "act", "page"]
