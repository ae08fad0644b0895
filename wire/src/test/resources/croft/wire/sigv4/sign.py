"""Signs random requests with botocore and prints them, a line each: service, method, target,
header fields and body, the latter two in base64. Arguments: a seed and a count."""

import base64
import random
import sys
from urllib.parse import quote, urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

rng = random.Random(int(sys.argv[1]))
LETTERS = "abcXYZ019-_.~ /+&=%?#:;,@!$'()*[]éß漢😀\"<>|\\^`{}"


def text(low, high):
    return "".join(rng.choice(LETTERS) for _ in range(rng.randint(low, high)))


def encoded(value):
    return base64.b64encode(value).decode()


for _ in range(int(sys.argv[2])):
    s3 = rng.random() < 0.5
    service = "s3" if s3 else rng.choice(["iam", "sqs", "ec2", "route53"])
    token = text(1, 20).strip() or None
    token = quote(token, safe="") if token else None
    credentials = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token)
    presigned = rng.random() < 0.4
    path = "/" + quote(text(0, 12), safe="/~" if s3 or rng.random() < 0.9 else "")
    if not s3:
        path = path.replace("//", "/")
    query = "&".join(
        quote(text(1, 6), safe="-_.~") + "=" + quote(text(0, 6), safe="-_.~")
        for _ in range(rng.randint(0, 4))
    )
    url = "http://croft.test:4566" + path + ("?" + query if query else "")
    method = "GET" if presigned else rng.choice(["GET", "PUT", "POST", "DELETE"])
    body = b"" if method == "GET" else text(0, 200).encode()
    headers = {"Host": "croft.test:4566"}
    if rng.random() < 0.5:
        headers["X-Amz-Meta-Some"] = "  a   b  %d " % rng.randint(0, 9)
    if rng.random() < 0.5:
        headers["Content-Type"] = "text/plain; charset=utf-8"
    request = AWSRequest(method, url, headers, body)
    kinds = {
        (False, False): SigV4Auth,
        (True, False): S3SigV4Auth,
        (False, True): SigV4QueryAuth,
        (True, True): S3SigV4QueryAuth,
    }
    kinds[s3, presigned](credentials, service, "eu-west-1").add_auth(request)
    parts = urlsplit(request.url)
    target = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    fields = "\n".join(f"{name}:{value}" for name, value in request.headers.items())
    print(service, method, target, encoded(fields.encode()), encoded(body), sep="\t")
