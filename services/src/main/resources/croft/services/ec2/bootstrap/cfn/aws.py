"""Speaks to AWS's APIs from inside an instance: metadata, credentials, Signature Version 4."""

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

from cfn.log import LOG, Failure

METADATA = "http://169.254.169.254/latest/"
ENDPOINT = "http://169.254.169.254:4566"
TRIES = 6
TIMEOUT_SECONDS = 30


class ApiError(Failure):
    """An error that the API told: its code and message."""

    def __init__(self, status, code, message):
        super().__init__("%s: %s" % (code, message))
        self.status = status
        self.code = code


class Unreachable(Failure):
    """Nobody answered."""


def metadata(path, optional=False):
    """A text of the instance metadata service (IMDSv2), None when it is optional and not there."""
    try:
        token = _fetch(
            urllib.request.Request(
                METADATA + "api/token",
                method="PUT",
                headers={"X-aws-ec2-metadata-token-ttl-seconds": "300"},
            )
        )
        return _fetch(
            urllib.request.Request(
                METADATA + path, headers={"X-aws-ec2-metadata-token": token.decode()}
            )
        ).decode()
    except (OSError, http.client.HTTPException) as e:
        if optional:
            return None
        raise Failure("The instance metadata service does not tell %s: %s" % (path, e))


def _fetch(request):
    # The metadata service is never asked through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=5) as answer:
        return answer.read()


class Credentials:
    def __init__(self, access_key, secret_key, token=None):
        self.access_key = access_key
        self.secret_key = secret_key
        self.token = token


def credentials_of_file(path):
    """Those of a file with the lines AWSAccessKeyId= and AWSSecretKey=."""
    try:
        with open(path) as file:
            pairs = dict(
                (part.strip() for part in line.split("=", 1)) for line in file if "=" in line
            )
        return Credentials(pairs["AWSAccessKeyId"], pairs["AWSSecretKey"])
    except OSError as e:
        raise Failure("The credential file cannot be read: %s" % e)
    except KeyError as e:
        raise Failure("The credential file %s has no line %s" % (path, e))


def credentials_of_role(name=None):
    """Those of the instance's role; None when it has none, or another one than named."""
    room = "meta-data/iam/security-credentials/"
    name = name or (metadata(room, optional=True) or "").strip()
    text = metadata(room + name, optional=True) if name else None
    if not text:
        return None
    found = json.loads(text)
    return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found["Token"])


def sign(request, service, region, credentials):
    """Adds Signature Version 4 to a request of urllib."""
    now = datetime.datetime.utcnow()
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    url = urllib.parse.urlsplit(request.full_url)
    body = request.data or b""
    headers = {
        "host": request.get_header("Host") or url.netloc,
        "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-amz-date": stamp,
    }
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    query = sorted(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
    canonical = "\n".join(
        [
            request.get_method(),
            url.path or "/",
            "&".join("%s=%s" % (_quote(name), _quote(value)) for name, value in query),
            "".join("%s:%s\n" % pair for pair in sorted(headers.items())),
            ";".join(sorted(headers)),
            headers["x-amz-content-sha256"],
        ]
    )
    scope = "%s/%s/%s/aws4_request" % (day, region, service)
    text = "AWS4-HMAC-SHA256\n%s\n%s\n%s" % (
        stamp,
        scope,
        hashlib.sha256(canonical.encode()).hexdigest(),
    )
    key = ("AWS4" + credentials.secret_key).encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s" % (
        credentials.access_key,
        scope,
        ";".join(sorted(headers)),
        hmac.new(key, text.encode(), hashlib.sha256).hexdigest(),
    )
    for name, value in headers.items():
        request.add_header(name, value)


def _quote(text):
    return urllib.parse.quote(text, safe="-_.~")


def identity():
    """The Authorization by which an instance says who it is, when it has no role."""
    document = metadata("dynamic/instance-identity/document")
    signature = metadata("dynamic/instance-identity/signature")
    return "CFN_V1 %s:%s" % (
        base64.b64encode(document.encode()).decode(),
        signature.replace("\n", ""),
    )


def send(request, what, tries=TRIES):
    """The answer's bytes; asks again, waiting longer each time, while nobody answers."""
    for attempt in range(tries):
        if attempt:
            time.sleep(min(2 ** (attempt - 1), 16))
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return answer.read()
        except urllib.error.HTTPError as e:
            body = e.read()
            if e.code < 500 and not (e.code == 400 and b"Throttling" in body):
                raise told(e.code, body)
            problem = told(e.code, body)
        except (OSError, http.client.HTTPException) as e:
            problem = Unreachable("%s: %s" % (what, getattr(e, "reason", None) or e))
        LOG.warning("%s: %s", what, problem)
    raise problem


def told(status, body):
    """What an answer with an error status tells, as JSON or XML."""
    text = body.decode("utf-8", "replace")
    try:
        error = json.loads(text).get("Error", {})
        return ApiError(status, error.get("Code", str(status)), error.get("Message", text))
    except (ValueError, AttributeError):
        code, message = _between(text, "Code"), _between(text, "Message")
        return ApiError(status, code or "HTTP %d" % status, message or text[:500])


def _between(text, name):
    start, end = text.find("<%s>" % name), text.find("</%s>" % name)
    return text[start + len(name) + 2 : end] if 0 <= start < end else None


class CloudFormation:
    """CloudFormation's API, as the caller that the options name, or else as the instance."""

    def __init__(self, options):
        self.region = options.region or default_region()
        self.url = options.url or os.environ.get("AWS_ENDPOINT_URL") or ENDPOINT
        self.options = options

    def resource(self, stack, logical_id):
        """What DescribeStackResource tells: its detail."""
        answer = self._call(
            "DescribeStackResource", {"StackName": stack, "LogicalResourceId": logical_id}
        )
        start, end = answer.find("<StackResourceDetail>"), answer.find("</StackResourceDetail>")
        if start < 0:
            return json.loads(answer)["DescribeStackResourceResponse"][
                "DescribeStackResourceResult"
            ]["StackResourceDetail"]
        return _leaves(answer[start : end + len("</StackResourceDetail>")])

    def metadata(self, stack, logical_id):
        """A resource's metadata as an object; empty when it has none."""
        text = self.resource(stack, logical_id).get("Metadata")
        return json.loads(text) if text else {}

    def signal(self, stack, logical_id, unique_id, success):
        self._call(
            "SignalResource",
            {
                "StackName": stack,
                "LogicalResourceId": logical_id,
                "UniqueId": unique_id,
                "Status": "SUCCESS" if success else "FAILURE",
            },
        )

    def _call(self, action, members):
        body = urllib.parse.urlencode(dict(members, Action=action, Version="2010-05-15"))
        request = urllib.request.Request(
            self.url.rstrip("/") + "/",
            data=body.encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
        )
        credentials = self._named_credentials()
        if credentials:
            return self._send(request, action, credentials)
        # As the instance first, as AWS's own do: the profile's role need not know of stacks.
        try:
            request.add_header("Authorization", identity())
            return send(request, action).decode()
        except Failure as e:
            credentials = credentials_of_role() if getattr(e, "status", 403) in (401, 403) else None
            if not credentials:
                raise
            return self._send(request, action, credentials)

    def _send(self, request, action, credentials):
        sign(request, "cloudformation", self.region, credentials)
        return send(request, action).decode()

    def _named_credentials(self):
        options = self.options
        if options.credential_file:
            return credentials_of_file(options.credential_file)
        if options.access_key:
            return Credentials(options.access_key, options.secret_key)
        if options.role:
            found = credentials_of_role(options.role)
            if not found:
                raise Failure("The instance has no credentials of the role %s" % options.role)
            return found
        return None


def _leaves(xml):
    """The children of an element that hold text."""
    import xml.etree.ElementTree as tree

    return {child.tag: child.text or "" for child in tree.fromstring(xml)}


def default_region():
    return (
        os.environ.get("AWS_DEFAULT_REGION")
        or metadata("meta-data/placement/region", optional=True)
        or "us-east-1"
    )
