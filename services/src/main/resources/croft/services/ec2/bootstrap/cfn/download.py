"""Fetches what files and sources name, with the credentials that the metadata has for them."""

import base64
import urllib.parse
import urllib.request
import re

from cfn import aws
from cfn.log import LOG, Failure

S3_HOST = re.compile(
    r"^(?:(?P<bucket>.+)\.)?s3(?:[.-](?P<region>[a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$"
)


class Downloads:
    """Fetches URLs.

    authentication: AWS::CloudFormation::Authentication of the resource's metadata
    cloudformation: whose endpoint is S3's too
    """

    def __init__(self, authentication, cloudformation):
        self.authentication = authentication or {}
        self.endpoint = cloudformation.url
        self.region = cloudformation.region

    def fetch(self, url, name=None):
        """The bytes at a URL; name chooses an authentication, else the URL itself does."""
        chosen = self._chosen(url, name)
        LOG.debug("Fetching %s", url)
        bucket = _bucket(url)
        try:
            if bucket:
                return self._from_s3(url, bucket, chosen)
            request = urllib.request.Request(url)
            if chosen and chosen.get("type", "").lower() == "basic":
                pair = "%s:%s" % (chosen.get("username", ""), chosen.get("password", ""))
                request.add_header(
                    "Authorization", "Basic " + base64.b64encode(pair.encode()).decode()
                )
            return aws.send(request, url, tries=4)
        except Failure as e:
            raise Failure("Failed to retrieve %s: %s" % (url, e))
        except ValueError as e:
            raise Failure("Not a URL: %s: %s" % (url, e))

    def _chosen(self, url, name):
        if name:
            if name not in self.authentication:
                raise Failure("There is no authentication %s for %s" % (name, url))
            return self.authentication[name]
        bucket = _bucket(url)
        for found in self.authentication.values():
            if bucket and bucket[0] in _list(found.get("buckets")):
                return found
            if any(url.startswith(uri) for uri in _list(found.get("uris"))):
                return found
        return None

    def _from_s3(self, url, bucket, chosen):
        """S3's names are asked here first; of a bucket that is not here, where the name leads."""
        name, key, region = bucket
        query = urllib.parse.urlsplit(url).query
        here = "%s/%s/%s%s" % (self.endpoint.rstrip("/"), name, key, "?" + query if query else "")
        request = urllib.request.Request(here)
        credentials = _credentials(chosen)
        if credentials:
            aws.sign(request, "s3", region or self.region, credentials)
        try:
            return aws.send(request, here, tries=3)
        except aws.ApiError as e:
            if e.code != "NoSuchBucket" or credentials:
                raise
        return aws.send(urllib.request.Request(url), url, tries=4)


def _credentials(chosen):
    if not chosen or chosen.get("type", "").lower() != "s3":
        return None
    if chosen.get("accessKeyId"):
        return aws.Credentials(chosen["accessKeyId"], chosen.get("secretKey", ""))
    found = aws.credentials_of_role(chosen.get("roleName"))
    if not found:
        raise Failure("The instance has no credentials of the role %s" % chosen.get("roleName"))
    return found


def _bucket(url):
    """The bucket, key and region of S3's URLs, in either form; None for others."""
    parts = urllib.parse.urlsplit(url)
    found = S3_HOST.match(parts.hostname or "")
    if not found:
        return None
    path = parts.path.lstrip("/")
    if found.group("bucket"):
        return found.group("bucket"), path, found.group("region")
    bucket, _, key = path.partition("/")
    return bucket, key, found.group("region")


def _list(value):
    return value if isinstance(value, list) else [value] if value else []
