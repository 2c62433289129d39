"""Wapiti as Debian 12 has it (3.0.4), under a Python that reads flags only at the beginning of a pattern: without this
it ends as soon as it is told what to leave alone. Later versions need nothing of it, and are left as they are."""
import re
import sys

from wapitiCore.net import crawler

try:
    crawler.wildcard_translate("*")
except re.error:
    crawler.wildcard_translate = lambda pattern: re.compile(
        ".*".join(re.escape(part) for part in pattern.split("*")) + r"\Z", re.MULTILINE | re.DOTALL)
except AttributeError:
    pass

from wapitiCore.main.wapiti import wapiti_main  # noqa: E402

sys.exit(wapiti_main())
