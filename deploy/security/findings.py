"""What both scanners found, and what the product said meanwhile, in a few lines; ends with 1 when it is not as wanted.

    findings.py OUT [--planted]

Without --planted nothing may be found, and both scanners must have come to their end. With it the two holes of
planted.patch must be found."""
import collections
import csv
import json
import pathlib
import re
import sys
import urllib.parse

# What wapiti tells about every address and what is meant so, by its own title and a word of what it says.
MEANT = {
    ("Secure Flag cookie", ""): "by TLS cookies are Secure and __Host-; a scan is on loopback",
    ("HttpOnly Flag cookie", "federation-form"): "it is sent as httponly, in small letters, which wapiti 3.0.4 misses",
    ("HTTP Secure Headers", "Strict-Transport-Security"): "sent by TLS alone, as browsers want it",
    ("HTTP Secure Headers", "X-XSS-Protection"): "browsers dropped it; the Content-Security-Policy stands instead",
}

# Where planted.patch put them: the path, and who must find it.
HOLES = {("sqlmap", "/organisations"), ("wapiti", "/library")}


def of_sqlmap(out):
    for file in sorted(out.glob("sqlmap-*.csv")):
        for row in csv.DictReader(file.open()):
            path = urllib.parse.urlsplit(row["Target URL"]).path
            note = row["Note(s)"]
            refuted = "false positive" in note
            yield ("sqlmap", path, f"{row['Place']} {row['Parameter']} by {row['Technique(s)']} {note}".strip(),
                   "sqlmap itself refuted it when it asked again" if refuted else None)


def of_wapiti(out):
    reports = [json.loads(file.read_text()) for file in sorted(out.glob("wapiti-*.json"))]
    # The second report has what the first has, too.
    told = {(title, one["path"], one["info"].replace("\n", " "), one["http_request"])
            for report in reports for kind in ("vulnerabilities", "anomalies")
            for title, found in report[kind].items() for one in found}
    for title, path, info, _ in told:
        meant = next((why for (name, word), why in MEANT.items() if name == title and word in info), None)
        yield "wapiti", path, f"{title}: {info}", meant


def of_calls(out):
    for line in (out / "calls.log").read_text().splitlines():
        if '"' in line and not re.search(r"/get_(ssrf|xxe)\.php", line):
            yield "listener", "", f"something called: {line}", None


def of_product(out):
    faults = collections.Counter(re.findall(r"^(?:fail|crit): (\S+)", (out / "product.log").read_text(), re.MULTILINE))
    for who, times in faults.items():
        yield "product", "", f"{who} told a fault {times} times", None


def main(folder, planted):
    out = pathlib.Path(folder)
    found = [one for source in (of_sqlmap, of_wapiti, of_calls, of_product) for one in source(out)]
    counted = collections.Counter((who, path, what, why) for who, path, what, why in found)
    for (who, path, what, why), times in sorted(counted.items(), key=lambda one: (one[0][3] is not None, one[0])):
        print(f"{'not a fault' if why else 'FOUND'}: {who} {path} {what} ({times}x){': ' + why if why else ''}")
    real = {(who, path.removeprefix("/api/v1")) for who, path, _, why in found if why is None}
    print(f"sqlmap, wapiti and the log: {len(real)} places" if real else "nothing found")
    if not planted:
        return 1 if real or "not all of it" in (out / "summary.txt").read_text() else 0
    holes = {(who, path) for who, path in real if who in ("sqlmap", "wapiti")}
    print(f"planted holes found: {len(HOLES & holes)} of {len(HOLES)}")
    return 0 if HOLES <= holes else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--planted" in sys.argv[2:]))
