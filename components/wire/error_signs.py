"""Is a chunk, or a whole body, an error? Servers tell of one in many ways, also inside a reply whose status was 200."""

from typing import Any

# Where an error stands that has no name for itself.
TELLS_ERROR = ("detail", "details", "message", "msg", "error_message", "errormessage", "error_msg", "errmsg", "errors")
FINE = ("", "0", "200", "ok", "success", "successful", "none", "null", "true", "1000")


def has_error(found: Any) -> bool:
    """Is this chunk (or whole body) an error, or does it carry one?"""
    if isinstance(found, list):
        return bool(found) and has_error(found[0])
    if not isinstance(found, dict):
        return False
    if found.get("error"):
        return True
    if _says_failed(found):
        return True
    if found.get("choices") or "usage" in found or "object" in found:
        return False
    # A message that is an object is one of Ollama's replies.
    told = any(
        str(name).lower() in TELLS_ERROR and isinstance(value, str | list) and value for name, value in found.items()
    )
    return told and not _is_fine(found)


def _says_failed(found: dict[str, Any]) -> bool:
    """By a word or a code of its own, beside whatever else it holds."""
    if found.get("object") == "error" or found.get("type") == "error" or found.get("success") is False:
        return True
    base = found.get("base_resp")  # MiniMax
    if isinstance(base, dict) and str(base.get("status_code", "0")) not in FINE:
        return True
    if found.get("choices") or "object" in found:
        return False
    code = found.get("status_code", found.get("statusCode"))
    bad = isinstance(code, int) and not isinstance(code, bool) and code >= 400
    return bad or str(found.get("status", "")).lower() in ("error", "failed", "failure")


def _is_fine(found: dict[str, Any]) -> bool:
    """Does its code say that nothing is wrong?"""
    codes = [found[name] for name in ("code", "status", "status_code", "errno", "success") if name in found]
    return bool(codes) and all(str(code).lower() in FINE for code in codes)
