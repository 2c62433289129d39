"""The running product as a scan sees it: who calls, what there is to ask about, and what its own description, pages and
lists say a query or a body may hold."""
import html.parser
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request

API = "/api/v1"

# What no list tells; of accounts one that the scan itself does not use.
KNOWN = {"key": "sessions", "regionCode": "440605121", "code": "440605121", "townCode": "440605121", "version": "1",
         "token": "x" * 43, "documentName.json": "v1.json", "process": "x", "position": "1", "accounts": "staff-06"}

# What a list of the sample holds something for.
WORDS = {"q": "街坊", "from": "2021-01", "to": "2022-12", "asOf": "2022-12", "on": "2022-06-01", "month": "2022-01",
         "days": "30", "limit": "5", "by": "village", "region": "440605121", "village": "440605121001",
         "villageCode": "440605121001", "alliance": "jiujiang", "allianceId": "jiujiang", "parentId": "jiujiang",
         "organisation": "jfh-001", "organisationId": "jfh-001", "action": "food-safety-2021", "series": "s1",
         "theme": "儿童食品安全", "mentorId": "mentor-01", "libraryItemId": "deliberation", "dissolved": "true",
         "account": "staff-06", "role": "organisation-staff", "of": "readings", "what": "sign-in", "lang": "zh"}

# Lists that answer nothing without one of these.
NEEDED = {"/people": {"organisationId": "jfh-001"}, "/figures/sessions/records": {"alliance": "jiujiang"}}


class Queries(html.parser.HTMLParser):
    """What a page's own filters and links put into a query of the same page."""

    def __init__(self, path, page):
        super().__init__()
        self.path, self.found, self.inside, self.select = path, {}, False, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            self.inside = told.get("method") == "get" and told.get("action", self.path) == self.path
        elif tag == "a":
            to = urllib.parse.urlsplit(told.get("href") or "")
            if to.path in ("", self.path):
                self.found.update(urllib.parse.parse_qsl(to.query))
        elif self.inside and told.get("name"):
            self.select = told["name"] if tag == "select" else None
            self.found.setdefault(told["name"], told.get("value") or "")
        elif tag == "option" and self.select and told.get("value"):
            self.found[self.select] = self.found[self.select] or told["value"]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"


class Caller:
    """Somebody of the sample, signed in by the page as a browser is, and by the API."""

    def __init__(self, address, name, password):
        self.address, jar = address, http.cookiejar.CookieJar()
        web = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = web.open(address + "/sign-in").read().decode()
        token = re.search(r'name="__RequestVerificationToken" value="([^"]*)"', page)[1]
        form = {"__RequestVerificationToken": token, "userName": name, "password": password}
        web.open(address + "/sign-in", urllib.parse.urlencode(form).encode()).read()
        web.open(address + "/me").read()
        self.cookie = "; ".join(f"{one.name}={one.value}" for one in jar)
        body = json.dumps({"userName": name, "password": password}).encode()
        asked = urllib.request.Request(address + API + "/session", body, {"Content-Type": "application/json"})
        self.bearer = json.load(urllib.request.urlopen(asked))["token"]

    def headers(self, path):
        return {"Authorization": "Bearer " + self.bearer} if path.startswith(API) else {"Cookie": self.cookie}

    def read(self, path):
        try:
            asked = urllib.request.Request(self.address + path, headers=self.headers(path))
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as problem:
            return problem.code, ""


class Town:
    def __init__(self, address, password):
        self.coordinator, self.administrator = (Caller(address, name, password) for name in ("coordinator", "admin"))
        self.described = json.loads(self.coordinator.read("/openapi/v1.json")[1])
        self.lists = {}

    def read(self, path):
        """The coordinator's answer, or the administrator's where a coordinator may not."""
        status, text = self.coordinator.read(path)
        if status not in (401, 403):
            return status, text, self.coordinator
        return *self.administrator.read(path), self.administrator

    def first_of(self, path):
        """The first thing that the list at this path tells; nothing where it is no list, or empty."""
        if path not in self.lists:
            query = urllib.parse.urlencode({"limit": "1", **NEEDED.get(path, {})})
            status, text, _ = self.read(f"{API}{path}?{query}")
            told = json.loads(text) if status == 200 and text.startswith("{") else {}
            items = told.get("items") or [{}]
            self.lists[path] = items[0] if isinstance(items[0], dict) else {}
        return self.lists[path]

    def id_of(self, path, place):
        known = KNOWN.get(place) or KNOWN.get(path.rsplit("/", 1)[-1])
        first = {} if known else self.first_of(path)
        return known or str(first.get(place) or first.get("id") or "none")

    def filled(self, template):
        """The route's path with ids of things that are there; beside it the same with sqlmap's mark behind each."""
        path = marked = API if template.startswith(API) else ""
        for part in template.removeprefix(API).strip("/").split("/"):
            mark = ""
            if part.startswith("{"):
                where = path.removeprefix(API).removeprefix("/admin")
                part, mark = self.id_of(where, part.replace("{", "").replace("}", "")), "*"
            path, marked = f"{path}/{part}", f"{marked}/{part}{mark}"
        return path, marked

    def queries_of(self, template, path, page):
        """Names of what the route looks at in its query, each with a value that something answers to."""
        of_api = template if template.startswith(API) else API + template
        told = self.described["paths"].get(of_api, {}).get("get", {}).get("parameters", [])
        found = {one["name"]: "" for one in told if one["in"] == "query"}
        if not template.startswith(API):
            found.update(Queries(path, page).found)
        first = self.first_of(path.removeprefix(API))
        # Where a page goes on, what to wait for, and the language, which every page takes: asked at the first only.
        for name in ("after", "cursor", *(("lang",) if path != "/" else ())):
            found.pop(name, None)
        return {name: str(WORDS.get(name) or value or first.get(name) or "scan") for name, value in found.items()}

    def body_of(self, template):
        """A body of this command by its description; nothing where it takes none, or a file."""
        told = self.described["paths"][template]["post"].get("requestBody", {}).get("content", {})
        return self.example(told["application/json"]["schema"]) if "application/json" in told else None

    def example(self, schema, name=""):
        if "$ref" in schema:
            schema = self.described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                return self.example(next(one for one in schema[choice] if one.get("type") != "null"), name)
        kinds = schema.get("type", "string")
        kind = kinds if isinstance(kinds, str) else next(one for one in kinds if one != "null")
        if "enum" in schema:
            return schema["enum"][0]
        if "properties" in schema:
            return {key: self.example(one, key) for key, one in schema["properties"].items()}
        if kind == "array":
            return [self.example(schema.get("items", {}), name.removesuffix("s"))]
        if schema.get("format") in ("date", "date-time"):
            return "2022-06-01" if schema["format"] == "date" else "2022-06-01T09:00:00+08:00"
        return {"integer": 1, "number": 1, "boolean": False, "object": {}}.get(kind, self.word(name))

    def word(self, name):
        lists = {"mentorId": "/mentors", "libraryItemId": "/library", "actionId": "/joint-actions", "teamId": "/teams",
                 "personId": "/people", "contactPersonId": "/people", "leaderPersonId": "/people"}
        if name in lists:
            return self.id_of(lists[name], "id")
        return {**WORDS, "password": "a-word-of-the-scan", "regionCode": "440605121"}.get(name, "scan")
