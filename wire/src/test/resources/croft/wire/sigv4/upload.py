"""Uploads and downloads with boto3's S3 client. Arguments: the endpoint, and the file of a
certificate authority for https."""

import io
import sys

import boto3
from botocore.config import Config

body = bytes(range(256)) * 1200
for algorithm in ["CRC32", "SHA1", "SHA256"]:
    client = boto3.client(
        "s3",
        endpoint_url=sys.argv[1],
        verify=sys.argv[2],
        region_name="eu-west-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )
    client.put_object(
        Bucket="b", Key="some key+ß", Body=io.BytesIO(body), ChecksumAlgorithm=algorithm
    )
    client.put_object(Bucket="b", Key="empty", Body=b"", ChecksumAlgorithm=algorithm)
