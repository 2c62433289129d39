"""What the scan asks. Every route of routes.txt that only reads: once for its path, with a mark behind each id, and
once for each thing it looks at in its query, so that no other filter empties what the list answers. Every command of
the API: once, with a body made by its description.

    targets.py ADDRESS PASSWORD ROUTES OUT [ONLY]

writes into OUT: reads-1.log, reads-2.log and commands.log, for sqlmap as a proxy would log them; pages.txt and
cookie.txt for wapiti; targets.txt, what of it was answered before the scan. ONLY: routes that this is found in."""
import collections
import json
import pathlib
import re
import sys
import urllib.parse

from town import API, NEEDED, Town

# What would end the scan's own sign-ins or take what they may, waits for news, or takes files, which are no queries.
LEFT_OUT = re.compile(
    r"/me/sessions/|/me/password|/me/first-password|/me/second-factor/|/accounts/\{id\}/|/sign-out"
    r"|/attachments$|/import|/changes$|/health/|^/openapi/")


def logged(address, method, target, headers, body=""):
    told = "".join(f"{name}: {value}\n" for name, value in headers.items())
    host = urllib.parse.urlsplit(address).netloc
    return f"{'=' * 20}\n{method} {target} HTTP/1.1\nHost: {host}\n{told}\n{body}\n{'=' * 20}\n"


def reads_of(town, address, template, counts):
    """The requests for a route that reads, and its addresses."""
    path, marked = town.filled(template)
    status, page, caller = town.read(path)
    headers = {**caller.headers(path), "Accept": "application/json" if path.startswith(API) else "text/html"}
    needed = NEEDED.get(path.removeprefix(API), {})
    targets = [marked] if "*" in marked else []
    addresses = [path]
    for name, value in town.queries_of(template, path, page).items():
        query = urllib.parse.urlencode({**needed, name: value})
        targets.append(f"{path}?{query}")
        addresses.append(f"{path}?{query}")
        status, _, _ = town.read(addresses[-1])
        counts[f"queries answered {status}"] += 1
    if "*" in marked:
        counts[f"paths answered {status}"] += 1
    return [logged(address, "GET", target, headers) for target in targets], addresses


def main(address, password, routes, out, only=""):
    town, counts = Town(address, password), collections.Counter()
    reads, commands, pages = [], [], []
    for line in pathlib.Path(routes).read_text().splitlines():
        method, template = (line.split() + ["", ""])[:2]
        if line.startswith("#") or LEFT_OUT.search(template) or not re.search(only, template):
            continue
        if method == "GET":
            asked, addresses = reads_of(town, address, template, counts)
            reads += asked
            pages += [] if template.startswith(API) else addresses
        elif method == "POST" and template.startswith(API) and (body := town.body_of(template)):
            caller = town.administrator if line.endswith(" Administrator") else town.coordinator
            headers = {**caller.headers(API), "Content-Type": "application/json"}
            path, _ = town.filled(template)
            commands.append(logged(address, method, path, headers, json.dumps(body, ensure_ascii=False)))
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reads-1.log").write_text("".join(reads[0::2]))
    (folder / "reads-2.log").write_text("".join(reads[1::2]))
    (folder / "commands.log").write_text("".join(commands))
    (folder / "pages.txt").write_text("".join(f"{address}{page}\n" for page in pages))
    (folder / "cookie.txt").write_text(town.coordinator.cookie)
    counts.update({"reads": len(reads), "commands": len(commands), "pages": len(pages)})
    (folder / "targets.txt").write_text("".join(f"{what}: {n}\n" for what, n in sorted(counts.items())))


if __name__ == "__main__":
    main(*sys.argv[1:])
