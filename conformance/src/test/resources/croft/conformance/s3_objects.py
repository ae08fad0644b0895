"""Cases of S3's buckets, objects and listings: each operation with each header that changes its
answer. Every case has buckets of its own. One line is printed for each: its name, a tab, and
'ok' or what was seen instead."""
import base64, datetime, hashlib, sys, threading, traceback, uuid, zlib
import http.client, urllib.parse, os
from concurrent.futures import ThreadPoolExecutor
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.auth import SigV4Auth, S3SigV4Auth
from botocore.awsrequest import AWSRequest

CASES = []
CONFIG = Config(retries={'total_max_attempts': 1}, max_pool_connections=20,
                s3={'addressing_style': 'path'})
s3 = boto3.client('s3', config=CONFIG)
east = boto3.client('s3', region_name='us-east-1', config=CONFIG)
UTC = datetime.timezone.utc


def case(function):
    CASES.append(function)
    return function


def bucket(**more):
    name = 'case-' + uuid.uuid4().hex[:20]
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={'LocationConstraint': 'us-west-2'},
                     **more)
    return name


def versioned():
    name = bucket()
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Enabled'})
    return name


def put(name, key='key', body=b'body', **more):
    return s3.put_object(Bucket=name, Key=key, Body=body, **more)


def read(name, key='key', **more):
    return s3.get_object(Bucket=name, Key=key, **more)['Body'].read()


def same(seen, wanted):
    assert seen == wanted, f'{seen!r} instead of {wanted!r}'


def refused(code, status, call, *args, **kwargs):
    try:
        answer = call(*args, **kwargs)
    except ClientError as e:
        same((e.response['Error']['Code'], e.response['ResponseMetadata']['HTTPStatusCode']),
             (code, status))
        return e.response
    raise AssertionError(f'{code} was not thrown, but {answer}')


def raw(method, path, body=b'', headers=None, sign=True, sent=None):
    """A request that boto3 would not send: the path goes out as it is, and perhaps another body."""
    endpoint = urllib.parse.urlsplit(os.environ['AWS_ENDPOINT_URL'])
    given = dict(headers or {})
    given.setdefault('x-amz-content-sha256', hashlib.sha256(body).hexdigest())
    request = AWSRequest(method, os.environ['AWS_ENDPOINT_URL'] + path, headers=given, data=body)
    if sign:
        S3SigV4Auth(boto3.Session().get_credentials(), 's3', 'us-west-2').add_auth(request)
    connection = http.client.HTTPConnection(endpoint.hostname, endpoint.port)
    connection.request(method, path, body=body if sent is None else sent,
                       headers=dict(request.headers.items()))
    response = connection.getresponse()
    return response, response.read()


def crc32(body):
    return base64.b64encode(zlib.crc32(body).to_bytes(4, 'big')).decode()


def sha256(body):
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def md5(body):
    return base64.b64encode(hashlib.md5(body).digest()).decode()


# Buckets

@case
def create_bucket_tells_its_location():
    name = 'case-' + uuid.uuid4().hex
    made = s3.create_bucket(Bucket=name, CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'}) \
        if False else boto3.client('s3', region_name='eu-west-1', config=CONFIG).create_bucket(
            Bucket=name, CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
    assert name in made['Location']
    same(s3.get_bucket_location(Bucket=name)['LocationConstraint'], 'eu-west-1')
    same(s3.head_bucket(Bucket=name)['BucketRegion'], 'eu-west-1')


@case
def create_bucket_in_the_first_region_has_no_constraint():
    name = 'case-' + uuid.uuid4().hex
    same(east.create_bucket(Bucket=name)['Location'], '/' + name)
    same(east.get_bucket_location(Bucket=name)['LocationConstraint'], None)
    same(east.head_bucket(Bucket=name)['BucketRegion'], 'us-east-1')


@case
def create_bucket_again_in_the_first_region_is_forgiven():
    name = 'case-' + uuid.uuid4().hex
    east.create_bucket(Bucket=name)
    east.create_bucket(Bucket=name)


@case
def create_bucket_again_elsewhere_is_a_conflict():
    name = bucket()
    refused('BucketAlreadyOwnedByYou', 409, s3.create_bucket, Bucket=name,
            CreateBucketConfiguration={'LocationConstraint': 'us-west-2'})


@case
def create_bucket_without_constraint_outside_the_first_region():
    refused('IllegalLocationConstraintException', 400, s3.create_bucket,
            Bucket='case-' + uuid.uuid4().hex)


@case
def create_bucket_with_the_constraint_of_another_region():
    refused('IllegalLocationConstraintException', 400, s3.create_bucket,
            Bucket='case-' + uuid.uuid4().hex,
            CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})


@case
def create_bucket_with_a_constraint_that_is_no_region():
    refused('InvalidLocationConstraint', 400, s3.create_bucket,
            Bucket='case-' + uuid.uuid4().hex,
            CreateBucketConfiguration={'LocationConstraint': 'nowhere'})


@case
def create_bucket_with_bad_names():
    for name in ['ab', 'A-Bucket', 'has_underscore', '-begins', 'ends-', 'two..dots', '192.168.5.4',
                 'xn--bucket', 'sthree-bucket', 'bucket-s3alias', 'bucket--ol-s3', 'x' * 64]:
        response, body = raw('PUT', '/' + name)
        assert b'<Code>InvalidBucketName</Code>' in body, (name, body)
        same(response.status, 400)


@case
def create_bucket_with_tags():
    name = 'case-' + uuid.uuid4().hex
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={
        'LocationConstraint': 'us-west-2', 'Tags': [{'Key': 'a', 'Value': 'b'}]})
    same(s3.get_bucket_tagging(Bucket=name)['TagSet'], [{'Key': 'a', 'Value': 'b'}])


@case
def create_bucket_with_object_lock_has_versions():
    name = bucket(ObjectLockEnabledForBucket=True)
    same(s3.get_bucket_versioning(Bucket=name)['Status'], 'Enabled')
    same(s3.get_object_lock_configuration(Bucket=name)['ObjectLockConfiguration'],
         {'ObjectLockEnabled': 'Enabled'})


@case
def head_bucket_of_none():
    refused('404', 404, s3.head_bucket, Bucket='case-none-' + uuid.uuid4().hex)


@case
def head_bucket_with_another_owner():
    refused('403', 403, s3.head_bucket, Bucket=bucket(), ExpectedBucketOwner='210987654321')
    s3.head_bucket(Bucket=bucket(), ExpectedBucketOwner='123456789012')


@case
def list_buckets_with_prefix_region_and_pages():
    mark = 'case-list-' + uuid.uuid4().hex[:8]
    for n in range(3):
        s3.create_bucket(Bucket=f'{mark}-{n}',
                         CreateBucketConfiguration={'LocationConstraint': 'us-west-2'})
    east.create_bucket(Bucket=mark + '-east')
    found = s3.list_buckets(Prefix=mark)
    same([b['Name'] for b in found['Buckets']], [f'{mark}-{n}' for n in range(3)] + [mark + '-east'])
    assert found['Owner']['ID'] and found['Buckets'][0]['CreationDate']
    same([b['Name'] for b in s3.list_buckets(Prefix=mark, BucketRegion='us-east-1')['Buckets']],
         [mark + '-east'])
    page = s3.list_buckets(Prefix=mark, MaxBuckets=2)
    same(len(page['Buckets']), 2)
    rest = s3.list_buckets(Prefix=mark, ContinuationToken=page['ContinuationToken'])
    same([b['Name'] for b in rest['Buckets']], [mark + '-2', mark + '-east'])
    assert 'ContinuationToken' not in rest


@case
def delete_bucket_that_is_empty():
    name = bucket()
    s3.delete_bucket(Bucket=name)
    refused('404', 404, s3.head_bucket, Bucket=name)


@case
def delete_bucket_of_none():
    refused('NoSuchBucket', 404, s3.delete_bucket, Bucket='case-none-' + uuid.uuid4().hex)


@case
def delete_bucket_with_objects():
    name = bucket()
    put(name)
    refused('BucketNotEmpty', 409, s3.delete_bucket, Bucket=name)


@case
def delete_bucket_with_a_delete_marker_only():
    name = versioned()
    s3.delete_object(Bucket=name, Key='key')
    refused('BucketNotEmpty', 409, s3.delete_bucket, Bucket=name)


@case
def bucket_tagging():
    name = bucket()
    refused('NoSuchTagSet', 404, s3.get_bucket_tagging, Bucket=name)
    s3.put_bucket_tagging(Bucket=name, Tagging={'TagSet': [{'Key': 'k', 'Value': 'v'}]})
    same(s3.get_bucket_tagging(Bucket=name)['TagSet'], [{'Key': 'k', 'Value': 'v'}])
    refused('InvalidTag', 400, s3.put_bucket_tagging, Bucket=name, Tagging={
        'TagSet': [{'Key': 'k', 'Value': 'v'}, {'Key': 'k', 'Value': 'w'}]})
    refused('InvalidTag', 400, s3.put_bucket_tagging, Bucket=name, Tagging={
        'TagSet': [{'Key': 'aws:k', 'Value': 'v'}]})
    s3.delete_bucket_tagging(Bucket=name)
    refused('NoSuchTagSet', 404, s3.get_bucket_tagging, Bucket=name)


@case
def bucket_versioning():
    name = bucket()
    assert 'Status' not in s3.get_bucket_versioning(Bucket=name)
    for state in ['Enabled', 'Suspended', 'Enabled']:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': state})
        same(s3.get_bucket_versioning(Bucket=name)['Status'], state)
    refused('IllegalVersioningConfigurationException', 400, s3.put_bucket_versioning, Bucket=name,
            VersioningConfiguration={})
    refused('MalformedXML', 400, s3.put_bucket_versioning, Bucket=name,
            VersioningConfiguration={'Status': 'Off'})


@case
def bucket_versioning_with_mfa_delete_is_refused_by_name():
    answer = refused('UnsupportedOperation', 400, s3.put_bucket_versioning, Bucket=bucket(),
                     MFA='serial 123456',
                     VersioningConfiguration={'Status': 'Enabled', 'MFADelete': 'Enabled'})
    assert 'MFA delete' in answer['Error']['Message']


@case
def bucket_encryption_is_always_there():
    name = bucket()
    rule = s3.get_bucket_encryption(Bucket=name)['ServerSideEncryptionConfiguration']['Rules'][0]
    same(rule['ApplyServerSideEncryptionByDefault'], {'SSEAlgorithm': 'AES256'})
    same(rule['BucketKeyEnabled'], False)
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={'Rules': [{
        'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'AES256'}, 'BucketKeyEnabled': True}]})
    rule = s3.get_bucket_encryption(Bucket=name)['ServerSideEncryptionConfiguration']['Rules'][0]
    same(rule['BucketKeyEnabled'], True)
    s3.delete_bucket_encryption(Bucket=name)
    refused('UnsupportedOperation', 400, s3.put_bucket_encryption, Bucket=name,
            ServerSideEncryptionConfiguration={'Rules': [{
                'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'aws:kms'}}]})


# PutObject and what GetObject and HeadObject repeat

@case
def put_and_get():
    name = bucket()
    made = put(name, body=b'hello')
    same(made['ETag'], '"5d41402abc4b2a76b9719d911017c592"')
    same(made['ServerSideEncryption'], 'AES256')
    got = s3.get_object(Bucket=name, Key='key')
    same(got['Body'].read(), b'hello')
    same((got['ContentLength'], got['ContentType'], got['AcceptRanges'], got['ETag']),
         (5, 'binary/octet-stream', 'bytes', made['ETag']))
    age = datetime.datetime.now(UTC) - got['LastModified']
    assert age < datetime.timedelta(seconds=30), age
    assert 'VersionId' not in got


@case
def put_to_no_bucket():
    refused('NoSuchBucket', 404, put, 'case-none-' + uuid.uuid4().hex)


@case
def put_with_another_owner_of_the_bucket():
    name = bucket()
    refused('AccessDenied', 403, put, name, ExpectedBucketOwner='210987654321')
    put(name, ExpectedBucketOwner='123456789012')


@case
def put_of_nothing():
    name = bucket()
    same(put(name, body=b'')['ETag'], '"d41d8cd98f00b204e9800998ecf8427e"')
    got = s3.get_object(Bucket=name, Key='key')
    same((got['Body'].read(), got['ContentLength']), (b'', 0))


@case
def put_of_some_megabytes():
    name = bucket()
    body = os.urandom(7 * 1024 * 1024 + 3)
    put(name, body=body)
    same(read(name), body)
    same(read(name, Range='bytes=3000000-3000099'), body[3000000:3000100])


@case
def put_keeps_the_system_headers():
    name = bucket()
    given = dict(CacheControl='max-age=60', ContentDisposition='attachment; filename="a,b"',
                 ContentEncoding='gzip', ContentLanguage='de, en', ContentType='text/css; charset=utf-8')
    put(name, Expires=datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC), **given)
    for got in [s3.get_object(Bucket=name, Key='key'), s3.head_object(Bucket=name, Key='key')]:
        same({key: got[key] for key in given}, given)
        same(got['ExpiresString'], 'Wed, 02 Jan 2030 03:04:05 GMT')


@case
def put_keeps_metadata_in_lower_case():
    name = bucket()
    put(name, Metadata={'Some-Name': 'A Value', 'other': 'x, y', 'empty': ''})
    wanted = {'some-name': 'A Value', 'other': 'x, y', 'empty': ''}
    same(s3.get_object(Bucket=name, Key='key')['Metadata'], wanted)
    same(s3.head_object(Bucket=name, Key='key')['Metadata'], wanted)


@case
def put_with_too_much_metadata():
    name = bucket()
    put(name, Metadata={'k': 'v' * 2047})
    refused('MetadataTooLarge', 400, put, name, Metadata={'k': 'v' * 2048})


@case
def put_with_storage_classes():
    name = bucket()
    put(name, StorageClass='STANDARD_IA')
    same(s3.head_object(Bucket=name, Key='key')['StorageClass'], 'STANDARD_IA')
    same(s3.list_objects_v2(Bucket=name)['Contents'][0]['StorageClass'], 'STANDARD_IA')
    put(name, StorageClass='STANDARD')
    assert 'StorageClass' not in s3.head_object(Bucket=name, Key='key')
    refused('InvalidStorageClass', 400, put, name, StorageClass='PAPER')
    refused('UnsupportedOperation', 400, put, name, StorageClass='GLACIER')


@case
def put_with_tags():
    name = bucket()
    put(name, Tagging='a=1&b=two%20words&c=')
    same(s3.get_object(Bucket=name, Key='key')['TagCount'], 3)
    same(s3.get_object_tagging(Bucket=name, Key='key')['TagSet'],
         [{'Key': 'a', 'Value': '1'}, {'Key': 'b', 'Value': 'two words'}, {'Key': 'c', 'Value': ''}])
    refused('InvalidTag', 400, put, name, Tagging='a=1&a=2')
    refused('BadRequest', 400, put, name, Tagging='&'.join(f'k{n}=v' for n in range(11)))


@case
def put_with_a_website_redirect():
    name = bucket()
    put(name, WebsiteRedirectLocation='/elsewhere')
    same(s3.head_object(Bucket=name, Key='key')['WebsiteRedirectLocation'], '/elsewhere')
    refused('InvalidArgument', 400, put, name, WebsiteRedirectLocation='elsewhere')


@case
def put_with_encryption():
    name = bucket()
    same(put(name, ServerSideEncryption='AES256')['ServerSideEncryption'], 'AES256')
    same(s3.head_object(Bucket=name, Key='key')['ServerSideEncryption'], 'AES256')
    refused('UnsupportedOperation', 400, put, name, ServerSideEncryption='aws:kms')
    refused('InvalidArgument', 400, put, name, ServerSideEncryption='rot13')


@case
def put_with_a_customers_key():
    name = bucket()
    key = dict(SSECustomerAlgorithm='AES256', SSECustomerKey=b'k' * 32)
    made = put(name, body=b'secret', **key)
    same(made['SSECustomerAlgorithm'], 'AES256')
    same(made['SSECustomerKeyMD5'], md5(b'k' * 32))
    got = s3.get_object(Bucket=name, Key='key', **key)
    same((got['Body'].read(), got['SSECustomerAlgorithm']), (b'secret', 'AES256'))
    assert 'ServerSideEncryption' not in got
    same(read(name, Range='bytes=2-3', **key), b'cr')
    refused('InvalidRequest', 400, s3.get_object, Bucket=name, Key='key')
    refused('400', 400, s3.head_object, Bucket=name, Key='key')
    refused('AccessDenied', 403, s3.get_object, Bucket=name, Key='key',
            SSECustomerAlgorithm='AES256', SSECustomerKey=b'x' * 32)
    put(name, 'plain')
    refused('InvalidRequest', 400, s3.get_object, Bucket=name, Key='plain', **key)


@case
def put_with_the_md5_of_the_body():
    name = bucket()
    put(name, body=b'hello', ContentMD5=md5(b'hello'))
    refused('BadDigest', 400, put, name, body=b'hello', ContentMD5=md5(b'hallo'))
    refused('InvalidDigest', 400, put, name, body=b'hello', ContentMD5='none')
    same(read(name), b'hello')


@case
def put_with_each_checksum():
    name = bucket()
    for algorithm in ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']:
        if algorithm in ['CRC32C', 'CRC64NVME'] and not has_crt():
            continue
        made = put(name, body=b'hello', ChecksumAlgorithm=algorithm)
        field = 'Checksum' + algorithm
        assert made[field], made
        same(made['ChecksumType'], 'FULL_OBJECT')
        got = s3.get_object(Bucket=name, Key='key', ChecksumMode='ENABLED')
        same((got[field], got['ChecksumType'], got['Body'].read()), (made[field], 'FULL_OBJECT', b'hello'))
        same(s3.head_object(Bucket=name, Key='key', ChecksumMode='ENABLED')[field], made[field])
        assert field not in s3.head_object(Bucket=name, Key='key')
        same(s3.list_objects_v2(Bucket=name)['Contents'][0]['ChecksumAlgorithm'], [algorithm])


def has_crt():
    try:
        import awscrt
        return True
    except ImportError:
        return False


@case
def put_with_checksums_that_are_wrong():
    name = bucket()
    put(name, body=b'hello', ChecksumSHA256=sha256(b'hello'))
    refused('BadDigest', 400, put, name, body=b'other', ChecksumSHA256=sha256(b'hello'))
    refused('BadDigest', 400, put, name, body=b'other', ChecksumCRC32=crc32(b'hello'))
    refused('InvalidRequest', 400, put, name, body=b'hello', ChecksumSHA256='none')
    same(read(name), b'hello')


@case
def put_with_a_wrong_hash_of_the_payload():
    name = bucket()
    response, body = raw('PUT', f'/{name}/key', b'hallo', sent=b'hello')
    assert b'XAmzContentSHA256Mismatch' in body, body
    refused('404', 404, s3.head_object, Bucket=name, Key='key')


@case
def put_only_where_nothing_is():
    name = bucket()
    put(name, body=b'first', IfNoneMatch='*')
    answer = refused('PreconditionFailed', 412, put, name, body=b'second', IfNoneMatch='*')
    same(answer['Error']['Condition'], 'If-None-Match')
    same(read(name), b'first')
    refused('NotImplemented', 501, put, name, IfNoneMatch='"abc"')


@case
def put_where_nothing_is_after_a_delete_marker():
    name = versioned()
    put(name)
    s3.delete_object(Bucket=name, Key='key')
    put(name, IfNoneMatch='*')


@case
def put_only_over_what_is_known():
    name = bucket()
    refused('NoSuchKey', 404, put, name, IfMatch='"abc"')
    etag = put(name, body=b'first')['ETag']
    refused('PreconditionFailed', 412, put, name, IfMatch='"abc"')
    put(name, body=b'second', IfMatch=etag)
    same(read(name), b'second')


@case
def put_only_where_nothing_is_by_many_at_once():
    name = bucket()
    def attempt(n):
        try:
            put(name, body=str(n).encode(), IfNoneMatch='*')
            return n
        except ClientError as e:
            assert e.response['Error']['Code'] in ('PreconditionFailed', 'ConditionalRequestConflict')
    with ThreadPoolExecutor(16) as pool:
        winners = [n for n in pool.map(attempt, range(32)) if n is not None]
    same(len(winners), 1)
    same(read(name), str(winners[0]).encode())


@case
def put_by_many_at_once_leaves_one_whole_object():
    name = bucket()
    bodies = [bytes([65 + n]) * 100_000 for n in range(16)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda body: put(name, body=body), bodies))
    assert read(name) in bodies
    same(len(s3.list_objects_v2(Bucket=name)['Contents']), 1)


@case
def put_of_odd_keys():
    name = bucket()
    keys = ['/leading', '//two', 'a//b', '../up', 'a/../b', './here', 'dir/', 'plus+sign', 'a b',
            'per%cent', 'per%20cent', 'q?mark', 'h#ash', 'am&per', 'eq=ual', 'quo"te', "apo'strophe",
            'semi;colon', 'co:lon', 'st*ar', 'ti~lde', 'back\\slash', 'less<more>', 'ünïcödé',
            '日本語', 'emoji-😀', 'new\nline', 'tab\there', '\u0001control', 'x' * 1024, 'é' * 512]
    for key in keys:
        put(name, key, key.encode())
    for key in keys:
        same(read(name, key), key.encode())
        same(s3.head_object(Bucket=name, Key=key)['ContentLength'], len(key.encode()))
    seen = [o['Key'] for o in s3.list_objects_v2(Bucket=name)['Contents']]
    same(seen, sorted(keys, key=lambda key: key.encode()))
    s3.delete_objects(Bucket=name, Delete={'Objects': [{'Key': k} for k in keys if k != '\u0001control']})
    s3.delete_object(Bucket=name, Key='\u0001control')
    same(s3.list_objects_v2(Bucket=name)['KeyCount'], 0)


@case
def put_of_a_key_that_is_too_long():
    name = bucket()
    refused('KeyTooLongError', 400, put, name, 'x' * 1025)
    refused('KeyTooLongError', 400, put, name, 'é' * 513)


@case
def put_without_a_length():
    name = bucket()
    endpoint = urllib.parse.urlsplit(os.environ['AWS_ENDPOINT_URL'])
    request = AWSRequest('PUT', os.environ['AWS_ENDPOINT_URL'] + f'/{name}/key',
                         headers={'x-amz-content-sha256': 'UNSIGNED-PAYLOAD'})
    S3SigV4Auth(boto3.Session().get_credentials(), 's3', 'us-west-2').add_auth(request)
    headers = dict(request.headers.items())
    headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
    headers['Transfer-Encoding'] = 'chunked'
    connection = http.client.HTTPConnection(endpoint.hostname, endpoint.port)
    connection.request('PUT', f'/{name}/key', body=iter([b'hello']), headers=headers, encode_chunked=True)
    response = connection.getresponse()
    body = response.read()
    assert response.status in (411, 403), (response.status, body)


# Reading

@case
def get_of_nothing():
    name = bucket()
    answer = refused('NoSuchKey', 404, s3.get_object, Bucket=name, Key='none')
    same(answer['Error']['Key'], 'none')
    refused('404', 404, s3.head_object, Bucket=name, Key='none')
    refused('NoSuchBucket', 404, s3.get_object, Bucket='case-none-' + uuid.uuid4().hex, Key='key')


@case
def get_with_ranges():
    name = bucket()
    put(name, body=b'0123456789')
    for wanted, part, told in [('bytes=0-0', b'0', 'bytes 0-0/10'), ('bytes=2-4', b'234', 'bytes 2-4/10'),
                               ('bytes=7-', b'789', 'bytes 7-9/10'), ('bytes=-3', b'789', 'bytes 7-9/10'),
                               ('bytes=5-99', b'56789', 'bytes 5-9/10'),
                               ('bytes=-99', b'0123456789', 'bytes 0-9/10')]:
        got = s3.get_object(Bucket=name, Key='key', Range=wanted)
        same((got['Body'].read(), got['ContentRange'], got['ContentLength']), (part, told, len(part)))
        same(got['ResponseMetadata']['HTTPStatusCode'], 206)
        head = s3.head_object(Bucket=name, Key='key', Range=wanted)
        same((head['ContentLength'], head['ResponseMetadata']['HTTPStatusCode']), (len(part), 206))


@case
def get_with_ranges_that_are_passed_over():
    name = bucket()
    put(name, body=b'0123456789')
    for wanted in ['bytes=4-2', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=a-b', 'bytes=-']:
        got = s3.get_object(Bucket=name, Key='key', Range=wanted)
        same((got['Body'].read(), got['ResponseMetadata']['HTTPStatusCode']), (b'0123456789', 200))


@case
def get_with_ranges_that_cannot_be_had():
    name = bucket()
    put(name, body=b'0123456789')
    for wanted in ['bytes=10-', 'bytes=99-100', 'bytes=-0']:
        answer = refused('InvalidRange', 416, s3.get_object, Bucket=name, Key='key', Range=wanted)
        same((answer['Error']['ActualObjectSize'], answer['Error']['RangeRequested']), ('10', wanted))
        refused('416', 416, s3.head_object, Bucket=name, Key='key', Range=wanted)
    put(name, 'empty', b'')
    refused('InvalidRange', 416, s3.get_object, Bucket=name, Key='empty', Range='bytes=0-0')


@case
def get_if_match():
    name = bucket()
    etag = put(name)['ETag']
    s3.get_object(Bucket=name, Key='key', IfMatch=etag)
    s3.get_object(Bucket=name, Key='key', IfMatch=etag.strip('"'))
    s3.get_object(Bucket=name, Key='key', IfMatch='"other", ' + etag)
    s3.get_object(Bucket=name, Key='key', IfMatch='*')
    answer = refused('PreconditionFailed', 412, s3.get_object, Bucket=name, Key='key', IfMatch='"other"')
    same(answer['Error']['Condition'], 'If-Match')
    refused('412', 412, s3.head_object, Bucket=name, Key='key', IfMatch='"other"')


@case
def get_if_none_match():
    name = bucket()
    etag = put(name)['ETag']
    s3.get_object(Bucket=name, Key='key', IfNoneMatch='"other"')
    answer = refused('304', 304, s3.get_object, Bucket=name, Key='key', IfNoneMatch=etag)
    same(answer['ResponseMetadata']['HTTPHeaders']['etag'], etag)
    refused('304', 304, s3.head_object, Bucket=name, Key='key', IfNoneMatch=etag)


@case
def get_if_modified_since():
    name = bucket()
    put(name)
    modified = s3.head_object(Bucket=name, Key='key')['LastModified']
    earlier = modified - datetime.timedelta(seconds=10)
    s3.get_object(Bucket=name, Key='key', IfModifiedSince=earlier)
    refused('304', 304, s3.get_object, Bucket=name, Key='key', IfModifiedSince=modified)
    refused('304', 304, s3.head_object, Bucket=name, Key='key', IfModifiedSince=modified)


@case
def get_if_unmodified_since():
    name = bucket()
    put(name)
    modified = s3.head_object(Bucket=name, Key='key')['LastModified']
    earlier = modified - datetime.timedelta(seconds=10)
    s3.get_object(Bucket=name, Key='key', IfUnmodifiedSince=modified)
    refused('PreconditionFailed', 412, s3.get_object, Bucket=name, Key='key', IfUnmodifiedSince=earlier)
    refused('412', 412, s3.head_object, Bucket=name, Key='key', IfUnmodifiedSince=earlier)


@case
def get_with_conditions_that_go_before_others():
    name = bucket()
    etag = put(name)['ETag']
    earlier = s3.head_object(Bucket=name, Key='key')['LastModified'] - datetime.timedelta(seconds=10)
    s3.get_object(Bucket=name, Key='key', IfMatch=etag, IfUnmodifiedSince=earlier)
    refused('304', 304, s3.get_object, Bucket=name, Key='key', IfNoneMatch=etag, IfModifiedSince=earlier)


@case
def get_with_other_headers_in_the_answer():
    name = bucket()
    put(name, CacheControl='no-cache', ContentType='text/plain')
    got = s3.get_object(Bucket=name, Key='key', ResponseCacheControl='max-age=1',
                        ResponseContentDisposition='inline', ResponseContentEncoding='br',
                        ResponseContentLanguage='fr', ResponseContentType='text/html',
                        ResponseExpires=datetime.datetime(2031, 1, 1, tzinfo=UTC))
    same((got['CacheControl'], got['ContentDisposition'], got['ContentEncoding'], got['ContentLanguage'],
          got['ContentType'], got['ExpiresString']),
         ('max-age=1', 'inline', 'br', 'fr', 'text/html', 'Wed, 01 Jan 2031 00:00:00 GMT'))
    same(s3.get_object(Bucket=name, Key='key')['CacheControl'], 'no-cache')


@case
def get_by_the_number_of_a_part():
    name = bucket()
    put(name, body=b'hello')
    got = s3.get_object(Bucket=name, Key='key', PartNumber=1)
    same((got['Body'].read(), got['ContentRange']), (b'hello', 'bytes 0-4/5'))
    refused('InvalidPartNumber', 416, s3.get_object, Bucket=name, Key='key', PartNumber=2)
    refused('InvalidRequest', 400, s3.get_object, Bucket=name, Key='key', PartNumber=1, Range='bytes=0-1')


@case
def get_by_a_presigned_url():
    name = bucket()
    put(name, body=b'hello')
    signing = boto3.client('s3', config=CONFIG.merge(Config(signature_version='s3v4')))
    url = signing.generate_presigned_url('get_object', Params={'Bucket': name, 'Key': 'key',
                                                          'ResponseContentType': 'text/x'})
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request('GET', parts.path + '?' + parts.query)
    response = connection.getresponse()
    same((response.read(), response.getheader('Content-Type')), (b'hello', 'text/x'))


@case
def get_attributes():
    name = bucket()
    etag = put(name, body=b'hello', ChecksumAlgorithm='SHA256')['ETag']
    got = s3.get_object_attributes(Bucket=name, Key='key', ObjectAttributes=[
        'ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'])
    same((got['ETag'], got['ObjectSize'], got['StorageClass'], got['Checksum']['ChecksumSHA256'],
          got['Checksum']['ChecksumType']),
         (etag.strip('"'), 5, 'STANDARD', sha256(b'hello'), 'FULL_OBJECT'))
    assert 'ObjectParts' not in got
    only = s3.get_object_attributes(Bucket=name, Key='key', ObjectAttributes=['ObjectSize'])
    assert 'ETag' not in only.keys() - {'ResponseMetadata'} or 'ETag' not in only
    refused('NoSuchKey', 404, s3.get_object_attributes, Bucket=name, Key='none', ObjectAttributes=['ETag'])
    refused('InvalidArgument', 400, s3.get_object_attributes, Bucket=name, Key='key', ObjectAttributes=['Size'])


@case
def answers_and_errors_carry_request_ids():
    name = bucket()
    answer = put(name)
    assert answer['ResponseMetadata']['RequestId'] and answer['ResponseMetadata']['HostId']
    response, body = raw('GET', f'/{name}/none')
    for element in [b'<Code>NoSuchKey</Code>', b'<Key>none</Key>', b'<RequestId>', b'<HostId>',
                    f'<Resource>/{name}/none</Resource>'.encode()]:
        assert element in body, body
    response, body = raw('HEAD', f'/{name}/none')
    same((response.status, body), (404, b''))


@case
def get_without_a_signature_is_denied():
    name = bucket()
    put(name)
    response, body = raw('GET', f'/{name}/key', headers={}, sign=False)
    same(response.status, 403)
    assert b'<Code>AccessDenied</Code>' in body


# Deleting

@case
def delete_and_delete_again():
    name = bucket()
    put(name)
    for _ in range(2):
        same(s3.delete_object(Bucket=name, Key='key')['ResponseMetadata']['HTTPStatusCode'], 204)
    refused('NoSuchKey', 404, s3.get_object, Bucket=name, Key='key')
    refused('NoSuchBucket', 404, s3.delete_object, Bucket='case-none-' + uuid.uuid4().hex, Key='key')


@case
def delete_under_conditions():
    name = bucket()
    etag = put(name)['ETag']
    refused('PreconditionFailed', 412, s3.delete_object, Bucket=name, Key='key', IfMatch='"other"')
    refused('PreconditionFailed', 412, s3.delete_object, Bucket=name, Key='key', IfMatchSize=9)
    refused('NoSuchKey', 404, s3.delete_object, Bucket=name, Key='none', IfMatch='"other"')
    modified = s3.head_object(Bucket=name, Key='key')['LastModified']
    s3.delete_object(Bucket=name, Key='key', IfMatch=etag, IfMatchSize=4, IfMatchLastModifiedTime=modified)
    refused('404', 404, s3.head_object, Bucket=name, Key='key')
    put(name)
    s3.delete_object(Bucket=name, Key='key', IfMatch='*')


@case
def delete_objects_in_a_batch():
    name = bucket()
    for key in ['a', 'b', 'c']:
        put(name, key)
    gone = s3.delete_objects(Bucket=name, Delete={'Objects': [{'Key': 'a'}, {'Key': 'none'}]})
    same([d['Key'] for d in gone['Deleted']], ['a', 'none'])
    assert 'Errors' not in gone
    quiet = s3.delete_objects(Bucket=name, Delete={'Objects': [{'Key': 'b'}], 'Quiet': True})
    assert 'Deleted' not in quiet
    same([o['Key'] for o in s3.list_objects_v2(Bucket=name)['Contents']], ['c'])


@case
def delete_objects_tells_errors_by_key():
    name = bucket()
    put(name, 'good')
    mixed = s3.delete_objects(Bucket=name, Delete={
        'Objects': [{'Key': 'good'}, {'Key': 'k' * 1025}, {'Key': 'good', 'VersionId': 'bad'}]})
    same([d['Key'] for d in mixed['Deleted']], ['good'])
    same([e['Code'] for e in mixed['Errors']], ['KeyTooLongError', 'InvalidArgument'])


@case
def delete_objects_of_too_many_or_none():
    name = bucket()
    refused('MalformedXML', 400, s3.delete_objects, Bucket=name, Delete={
        'Objects': [{'Key': str(n)} for n in range(1001)]})
    response, body = raw('POST', f'/{name}?delete', b'<Delete></Delete>',
                         {'Content-MD5': md5(b'<Delete></Delete>')})
    assert b'MalformedXML' in body, body


@case
def delete_objects_with_a_wrong_digest():
    name = bucket()
    put(name)
    document = b'<Delete><Object><Key>key</Key></Object></Delete>'
    response, body = raw('POST', f'/{name}?delete', document, {'Content-MD5': md5(b'other')})
    assert b'BadDigest' in body, body
    response, body = raw('POST', f'/{name}?delete', document, {'x-amz-checksum-crc32': crc32(b'other')})
    assert b'BadDigest' in body, body
    read(name)


@case
def delete_objects_in_a_versioned_bucket():
    name = versioned()
    version = put(name)['VersionId']
    gone = s3.delete_objects(Bucket=name, Delete={'Objects': [{'Key': 'key'}]})['Deleted'][0]
    same(gone['DeleteMarker'], True)
    marker = gone['DeleteMarkerVersionId']
    gone = s3.delete_objects(Bucket=name, Delete={'Objects': [
        {'Key': 'key', 'VersionId': version}, {'Key': 'key', 'VersionId': marker}]})['Deleted']
    same(gone[0], {'Key': 'key', 'VersionId': version})
    same(gone[1], {'Key': 'key', 'VersionId': marker, 'DeleteMarker': True, 'DeleteMarkerVersionId': marker})
    s3.delete_bucket(Bucket=name)


# Copying

@case
def copy_takes_all_but_what_it_must_not():
    name = bucket()
    put(name, 'a', b'hello', ContentType='text/css', Metadata={'k': 'v'}, Tagging='t=1',
        CacheControl='no-cache', StorageClass='STANDARD_IA', WebsiteRedirectLocation='/x')
    made = s3.copy_object(Bucket=name, Key='b', CopySource={'Bucket': name, 'Key': 'a'})
    same(made['CopyObjectResult']['ETag'], '"5d41402abc4b2a76b9719d911017c592"')
    assert made['CopyObjectResult']['LastModified']
    got = s3.get_object(Bucket=name, Key='b')
    same((got['Body'].read(), got['ContentType'], got['Metadata'], got['CacheControl'], got['TagCount']),
         (b'hello', 'text/css', {'k': 'v'}, 'no-cache', 1))
    assert 'StorageClass' not in got and 'WebsiteRedirectLocation' not in got
    s3.delete_object(Bucket=name, Key='a')
    same(read(name, 'b'), b'hello')


@case
def copy_replaces_metadata():
    name = bucket()
    put(name, 'a', ContentType='text/css', Metadata={'k': 'v'})
    s3.copy_object(Bucket=name, Key='b', CopySource=f'{name}/a', MetadataDirective='REPLACE',
                   Metadata={'other': 'w'}, ContentType='text/plain')
    got = s3.head_object(Bucket=name, Key='b')
    same((got['ContentType'], got['Metadata']), ('text/plain', {'other': 'w'}))
    refused('InvalidArgument', 400, s3.copy_object, Bucket=name, Key='b', CopySource=f'{name}/a',
            MetadataDirective='BURN')


@case
def copy_replaces_tags():
    name = bucket()
    put(name, 'a', Tagging='t=1')
    s3.copy_object(Bucket=name, Key='b', CopySource=f'{name}/a', TaggingDirective='REPLACE', Tagging='u=2')
    same(s3.get_object_tagging(Bucket=name, Key='b')['TagSet'], [{'Key': 'u', 'Value': '2'}])


@case
def copy_onto_itself():
    name = bucket()
    put(name, body=b'hello', Metadata={'k': 'v'})
    refused('InvalidRequest', 400, s3.copy_object, Bucket=name, Key='key', CopySource=f'{name}/key')
    s3.copy_object(Bucket=name, Key='key', CopySource=f'{name}/key', MetadataDirective='REPLACE',
                   Metadata={'k': 'w'})
    got = s3.get_object(Bucket=name, Key='key')
    same((got['Metadata'], got['Body'].read()), ({'k': 'w'}, b'hello'))
    s3.copy_object(Bucket=name, Key='key', CopySource=f'{name}/key', StorageClass='STANDARD_IA')
    same(s3.head_object(Bucket=name, Key='key')['StorageClass'], 'STANDARD_IA')


@case
def copy_between_buckets():
    one, other = bucket(), bucket()
    put(one, 'a b+c/ü', b'hello')
    s3.copy_object(Bucket=other, Key='copy', CopySource={'Bucket': one, 'Key': 'a b+c/ü'})
    same(read(other, 'copy'), b'hello')


@case
def copy_of_what_is_not_there():
    name = bucket()
    refused('NoSuchKey', 404, s3.copy_object, Bucket=name, Key='b', CopySource=f'{name}/none')
    refused('NoSuchBucket', 404, s3.copy_object, Bucket=name, Key='b',
            CopySource='case-none-' + uuid.uuid4().hex + '/a')
    refused('InvalidArgument', 400, s3.copy_object, Bucket=name, Key='b', CopySource='nothing')


@case
def copy_under_conditions_of_the_source():
    name = bucket()
    etag = put(name, 'a')['ETag']
    modified = s3.head_object(Bucket=name, Key='a')['LastModified']
    earlier = modified - datetime.timedelta(seconds=10)
    source = dict(Bucket=name, Key='b', CopySource=f'{name}/a')
    s3.copy_object(CopySourceIfMatch=etag, **source)
    s3.copy_object(CopySourceIfNoneMatch='"other"', **source)
    s3.copy_object(CopySourceIfModifiedSince=earlier, **source)
    s3.copy_object(CopySourceIfUnmodifiedSince=modified, **source)
    s3.copy_object(CopySourceIfMatch=etag, CopySourceIfUnmodifiedSince=earlier, **source)
    for condition in [dict(CopySourceIfMatch='"other"'), dict(CopySourceIfNoneMatch=etag),
                      dict(CopySourceIfModifiedSince=modified), dict(CopySourceIfUnmodifiedSince=earlier)]:
        refused('PreconditionFailed', 412, s3.copy_object, **source, **condition)


@case
def copy_under_conditions_of_the_target():
    name = bucket()
    etag = put(name, 'a')['ETag']
    source = dict(Bucket=name, Key='b', CopySource=f'{name}/a')
    s3.copy_object(IfNoneMatch='*', **source)
    refused('PreconditionFailed', 412, s3.copy_object, IfNoneMatch='*', **source)
    refused('PreconditionFailed', 412, s3.copy_object, IfMatch='"other"', **source)
    s3.copy_object(IfMatch=etag, **source)


@case
def copy_of_a_version():
    name = versioned()
    first = put(name, 'a', b'first')['VersionId']
    put(name, 'a', b'second')
    made = s3.copy_object(Bucket=name, Key='b',
                          CopySource={'Bucket': name, 'Key': 'a', 'VersionId': first})
    same(made['CopySourceVersionId'], first)
    assert made['VersionId']
    same(read(name, 'b'), b'first')


@case
def copy_of_a_delete_marker():
    name = versioned()
    put(name, 'a')
    marker = s3.delete_object(Bucket=name, Key='a')['VersionId']
    refused('NoSuchKey', 404, s3.copy_object, Bucket=name, Key='b', CopySource=f'{name}/a')
    refused('InvalidRequest', 400, s3.copy_object, Bucket=name, Key='b',
            CopySource={'Bucket': name, 'Key': 'a', 'VersionId': marker})


@case
def copy_with_another_checksum():
    name = bucket()
    put(name, 'a', b'hello', ChecksumAlgorithm='CRC32')
    made = s3.copy_object(Bucket=name, Key='b', CopySource=f'{name}/a', ChecksumAlgorithm='SHA256')
    same(made['CopyObjectResult']['ChecksumSHA256'], sha256(b'hello'))
    kept = s3.copy_object(Bucket=name, Key='c', CopySource=f'{name}/a')
    same(kept['CopyObjectResult']['ChecksumCRC32'], crc32(b'hello'))


@case
def copy_with_customers_keys():
    name = bucket()
    one, other = b'1' * 32, b'2' * 32
    put(name, 'a', b'hello', SSECustomerAlgorithm='AES256', SSECustomerKey=one)
    source = dict(Bucket=name, CopySource=f'{name}/a')
    refused('InvalidRequest', 400, s3.copy_object, Key='b', **source)
    unlocked = dict(CopySourceSSECustomerAlgorithm='AES256', CopySourceSSECustomerKey=one, **source)
    s3.copy_object(Key='b', SSECustomerAlgorithm='AES256', SSECustomerKey=other, **unlocked)
    same(read(name, 'b', SSECustomerAlgorithm='AES256', SSECustomerKey=other), b'hello')
    s3.copy_object(Key='c', **unlocked)
    same(read(name, 'c'), b'hello')


# Tags

@case
def object_tagging():
    name = bucket()
    put(name)
    same(s3.get_object_tagging(Bucket=name, Key='key')['TagSet'], [])
    tags = [{'Key': 'k', 'Value': 'v'}, {'Key': 'a b', 'Value': 'ü'}]
    s3.put_object_tagging(Bucket=name, Key='key', Tagging={'TagSet': tags})
    same(s3.get_object_tagging(Bucket=name, Key='key')['TagSet'], tags)
    s3.delete_object_tagging(Bucket=name, Key='key')
    same(s3.get_object_tagging(Bucket=name, Key='key')['TagSet'], [])
    refused('NoSuchKey', 404, s3.get_object_tagging, Bucket=name, Key='none')


@case
def object_tagging_with_bad_tags():
    name = bucket()
    put(name)
    for tags, code in [([{'Key': 'k', 'Value': 'v'}] * 2, 'InvalidTag'),
                       ([{'Key': 'k' * 129, 'Value': 'v'}], 'InvalidTag'),
                       ([{'Key': 'k', 'Value': 'v' * 257}], 'InvalidTag'),
                       ([{'Key': 'aws:k', 'Value': 'v'}], 'InvalidTag'),
                       ([{'Key': str(n), 'Value': 'v'} for n in range(11)], 'BadRequest')]:
        refused(code, 400, s3.put_object_tagging, Bucket=name, Key='key', Tagging={'TagSet': tags})


@case
def object_tagging_of_versions():
    name = versioned()
    first = put(name, Tagging='n=1')['VersionId']
    second = put(name, Tagging='n=2')['VersionId']
    s3.put_object_tagging(Bucket=name, Key='key', VersionId=first,
                          Tagging={'TagSet': [{'Key': 'n', 'Value': 'one'}]})
    same(s3.get_object_tagging(Bucket=name, Key='key', VersionId=first)['TagSet'][0]['Value'], 'one')
    got = s3.get_object_tagging(Bucket=name, Key='key')
    same((got['TagSet'][0]['Value'], got['VersionId']), ('2', second))


# Versions

@case
def versions_of_a_key():
    name = versioned()
    first = put(name, body=b'first')['VersionId']
    second = put(name, body=b'second')['VersionId']
    assert first != second
    same((read(name), read(name, VersionId=first)), (b'second', b'first'))
    same(s3.head_object(Bucket=name, Key='key')['VersionId'], second)
    same(s3.head_object(Bucket=name, Key='key', VersionId=first)['ContentLength'], 5)


@case
def versions_and_delete_markers():
    name = versioned()
    version = put(name)['VersionId']
    deleted = s3.delete_object(Bucket=name, Key='key')
    same(deleted['DeleteMarker'], True)
    marker = deleted['VersionId']
    answer = refused('NoSuchKey', 404, s3.get_object, Bucket=name, Key='key')
    headers = answer['ResponseMetadata']['HTTPHeaders']
    same((headers['x-amz-delete-marker'], headers['x-amz-version-id']), ('true', marker))
    refused('404', 404, s3.head_object, Bucket=name, Key='key')
    answer = refused('MethodNotAllowed', 405, s3.get_object, Bucket=name, Key='key', VersionId=marker)
    headers = answer['ResponseMetadata']['HTTPHeaders']
    same((headers['x-amz-delete-marker'], headers['allow']), ('true', 'DELETE'))
    refused('405', 405, s3.head_object, Bucket=name, Key='key', VersionId=marker)
    same(read(name, VersionId=version), b'body')
    undone = s3.delete_object(Bucket=name, Key='key', VersionId=marker)
    same((undone['DeleteMarker'], undone['VersionId']), (True, marker))
    same(read(name), b'body')


@case
def versions_deleted_for_good():
    name = versioned()
    versions = [put(name, body=str(n).encode())['VersionId'] for n in range(3)]
    gone = s3.delete_object(Bucket=name, Key='key', VersionId=versions[2])
    same(gone['VersionId'], versions[2])
    assert 'DeleteMarker' not in gone
    same(read(name), b'1')
    s3.delete_object(Bucket=name, Key='key', VersionId=versions[0])
    same(read(name), b'1')
    s3.delete_object(Bucket=name, Key='key', VersionId=versions[1])
    refused('NoSuchKey', 404, s3.get_object, Bucket=name, Key='key')
    s3.delete_bucket(Bucket=name)


@case
def versions_that_are_not_there():
    name = versioned()
    put(name)
    refused('NoSuchVersion', 404, s3.get_object, Bucket=name, Key='key', VersionId='0' * 32)
    refused('404', 404, s3.head_object, Bucket=name, Key='key', VersionId='0' * 32)
    refused('InvalidArgument', 400, s3.get_object, Bucket=name, Key='key', VersionId='short')
    s3.delete_object(Bucket=name, Key='key', VersionId='0' * 32)
    response, body = raw('GET', f'/{name}/key?versionId=')
    assert b'InvalidArgument' in body


@case
def versions_named_null_before_and_after():
    name = bucket()
    put(name, body=b'before')
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Enabled'})
    same(s3.head_object(Bucket=name, Key='key')['VersionId'], 'null')
    put(name, body=b'between')
    same(read(name, VersionId='null'), b'before')
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Suspended'})
    same(put(name, body=b'after')['VersionId'], 'null')
    same((read(name), read(name, VersionId='null')), (b'after', b'after'))
    versions = s3.list_object_versions(Bucket=name)['Versions']
    same([v['VersionId'] == 'null' for v in versions], [True, False])
    put(name, body=b'again')
    same(len(s3.list_object_versions(Bucket=name)['Versions']), 2)


@case
def versions_suspended_and_a_null_delete_marker():
    name = versioned()
    kept = put(name, body=b'kept')['VersionId']
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Suspended'})
    put(name, body=b'null')
    deleted = s3.delete_object(Bucket=name, Key='key')
    same((deleted['DeleteMarker'], deleted['VersionId']), (True, 'null'))
    found = s3.list_object_versions(Bucket=name)
    same([v['VersionId'] for v in found['Versions']], [kept])
    same([(m['VersionId'], m['IsLatest']) for m in found['DeleteMarkers']], [('null', True)])
    s3.delete_object(Bucket=name, Key='key', VersionId='null')
    same(read(name), b'kept')


@case
def versions_written_by_many_at_once():
    name = versioned()
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda n: put(name, body=str(n).encode())['VersionId'], range(40)))
    versions = s3.list_object_versions(Bucket=name)['Versions']
    same(sorted(v['VersionId'] for v in versions), sorted(made))
    same([v['IsLatest'] for v in versions], [True] + [False] * 39)


# Object lock

def locked():
    return bucket(ObjectLockEnabledForBucket=True)


def later(seconds=3600):
    return (datetime.datetime.now(UTC) + datetime.timedelta(seconds=seconds)).replace(microsecond=0)


@case
def lock_configuration():
    name = locked()
    for days, years in [(1, None), (None, 2)]:
        retention = {'Mode': 'GOVERNANCE', **({'Days': days} if days else {'Years': years})}
        s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={
            'ObjectLockEnabled': 'Enabled', 'Rule': {'DefaultRetention': retention}})
        same(s3.get_object_lock_configuration(Bucket=name)['ObjectLockConfiguration'],
             {'ObjectLockEnabled': 'Enabled', 'Rule': {'DefaultRetention': retention}})
    for retention in [{'Mode': 'GOVERNANCE', 'Days': 1, 'Years': 1}, {'Mode': 'GOVERNANCE'}]:
        refused('MalformedXML', 400, s3.put_object_lock_configuration, Bucket=name,
                ObjectLockConfiguration={'ObjectLockEnabled': 'Enabled',
                                         'Rule': {'DefaultRetention': retention}})
    refused('InvalidArgument', 400, s3.put_object_lock_configuration, Bucket=name,
            ObjectLockConfiguration={'ObjectLockEnabled': 'Enabled', 'Rule': {
                'DefaultRetention': {'Mode': 'GOVERNANCE', 'Days': 0}}})


@case
def lock_configuration_of_other_buckets():
    name = bucket()
    refused('ObjectLockConfigurationNotFoundError', 404, s3.get_object_lock_configuration, Bucket=name)
    refused('InvalidBucketState', 409, s3.put_object_lock_configuration, Bucket=name,
            ObjectLockConfiguration={'ObjectLockEnabled': 'Enabled'})
    refused('InvalidRequest', 400, put, name, ObjectLockMode='GOVERNANCE', ObjectLockRetainUntilDate=later())
    put(name)
    refused('InvalidRequest', 400, s3.put_object_legal_hold, Bucket=name, Key='key', LegalHold={'Status': 'ON'})
    refused('InvalidBucketState', 409, s3.put_bucket_versioning, Bucket=locked(),
            VersioningConfiguration={'Status': 'Suspended'})


@case
def lock_by_compliance_cannot_be_passed():
    name = locked()
    version = put(name, ObjectLockMode='COMPLIANCE', ObjectLockRetainUntilDate=later())['VersionId']
    head = s3.head_object(Bucket=name, Key='key')
    same(head['ObjectLockMode'], 'COMPLIANCE')
    assert head['ObjectLockRetainUntilDate'] > datetime.datetime.now(UTC)
    target = dict(Bucket=name, Key='key', VersionId=version)
    refused('AccessDenied', 403, s3.delete_object, **target)
    refused('AccessDenied', 403, s3.delete_object, BypassGovernanceRetention=True, **target)
    refused('AccessDenied', 403, s3.put_object_retention, BypassGovernanceRetention=True,
            Retention={'Mode': 'COMPLIANCE', 'RetainUntilDate': later(60)}, **target)
    s3.put_object_retention(Retention={'Mode': 'COMPLIANCE', 'RetainUntilDate': later(7200)}, **target)
    same(s3.delete_object(Bucket=name, Key='key')['DeleteMarker'], True)
    same(read(name, VersionId=version), b'body')


@case
def lock_by_governance_can_be_passed():
    name = locked()
    version = put(name, ObjectLockMode='GOVERNANCE', ObjectLockRetainUntilDate=later())['VersionId']
    target = dict(Bucket=name, Key='key', VersionId=version)
    refused('AccessDenied', 403, s3.delete_object, **target)
    batch = s3.delete_objects(Bucket=name, Delete={'Objects': [{'Key': 'key', 'VersionId': version}]})
    same(batch['Errors'][0]['Code'], 'AccessDenied')
    refused('AccessDenied', 403, s3.put_object_retention,
            Retention={'Mode': 'GOVERNANCE', 'RetainUntilDate': later(60)}, **target)
    s3.put_object_retention(BypassGovernanceRetention=True,
                            Retention={'Mode': 'GOVERNANCE', 'RetainUntilDate': later(60)}, **target)
    same(s3.get_object_retention(**target)['Retention']['Mode'], 'GOVERNANCE')
    s3.delete_object(BypassGovernanceRetention=True, **target)
    refused('NoSuchVersion', 404, s3.get_object, **target)


@case
def lock_by_legal_hold():
    name = locked()
    version = put(name, ObjectLockLegalHoldStatus='ON')['VersionId']
    target = dict(Bucket=name, Key='key', VersionId=version)
    same(s3.get_object_legal_hold(**target)['LegalHold']['Status'], 'ON')
    refused('AccessDenied', 403, s3.delete_object, BypassGovernanceRetention=True, **target)
    s3.put_object_legal_hold(LegalHold={'Status': 'OFF'}, **target)
    same(s3.head_object(**target)['ObjectLockLegalHoldStatus'], 'OFF')
    s3.delete_object(**target)


@case
def lock_by_default():
    name = locked()
    s3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration={
        'ObjectLockEnabled': 'Enabled', 'Rule': {'DefaultRetention': {'Mode': 'COMPLIANCE', 'Days': 1}}})
    version = put(name)['VersionId']
    retention = s3.get_object_retention(Bucket=name, Key='key')['Retention']
    same(retention['Mode'], 'COMPLIANCE')
    ends = retention['RetainUntilDate'] - datetime.datetime.now(UTC)
    assert datetime.timedelta(hours=23) < ends < datetime.timedelta(hours=25), ends
    refused('AccessDenied', 403, s3.delete_object, Bucket=name, Key='key', VersionId=version)


@case
def lock_requests_that_are_not_whole():
    name = locked()
    put(name)
    refused('InvalidArgument', 400, put, name, ObjectLockMode='GOVERNANCE')
    refused('InvalidArgument', 400, put, name, ObjectLockRetainUntilDate=later())
    refused('InvalidArgument', 400, put, name, ObjectLockMode='GOVERNANCE', ObjectLockRetainUntilDate=later(-60))
    refused('InvalidArgument', 400, s3.put_object_retention, Bucket=name, Key='key',
            Retention={'Mode': 'GOVERNANCE', 'RetainUntilDate': later(-60)})
    refused('MalformedXML', 400, s3.put_object_retention, Bucket=name, Key='key', Retention={'Mode': 'GOVERNANCE'})
    refused('NoSuchObjectLockConfiguration', 404, s3.get_object_retention, Bucket=name, Key='key')
    refused('NoSuchObjectLockConfiguration', 404, s3.get_object_legal_hold, Bucket=name, Key='key')


# Listings

def filled(*keys):
    name = bucket()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: put(name, key, b'x'), keys))
    return name


def keys(answer):
    return [o['Key'] for o in answer.get('Contents', [])]


def prefixes(answer):
    return [p['Prefix'] for p in answer.get('CommonPrefixes', [])]


TREE = ['a', 'b/1', 'b/2', 'b/c/3', 'd/4', 'e', 'f-g']


@case
def list_of_nothing():
    name = bucket()
    got = s3.list_objects_v2(Bucket=name)
    same((got['KeyCount'], got['IsTruncated'], got['Name'], got['MaxKeys'], got['Prefix']),
         (0, False, name, 1000, ''))
    assert 'Contents' not in got
    refused('NoSuchBucket', 404, s3.list_objects_v2, Bucket='case-none-' + uuid.uuid4().hex)
    refused('NoSuchBucket', 404, s3.list_objects, Bucket='case-none-' + uuid.uuid4().hex)


@case
def list_v2_tells_of_objects():
    name = bucket()
    etag = put(name, body=b'hello')['ETag']
    entry = s3.list_objects_v2(Bucket=name)['Contents'][0]
    same((entry['Key'], entry['Size'], entry['ETag'], entry['StorageClass']), ('key', 5, etag, 'STANDARD'))
    same(entry['LastModified'], s3.head_object(Bucket=name, Key='key')['LastModified'])
    assert 'Owner' not in entry
    assert s3.list_objects_v2(Bucket=name, FetchOwner=True)['Contents'][0]['Owner']['ID']
    assert s3.list_objects(Bucket=name)['Contents'][0]['Owner']['ID']


@case
def list_v2_with_prefix_and_delimiter():
    name = filled(*TREE)
    same(keys(s3.list_objects_v2(Bucket=name)), TREE)
    got = s3.list_objects_v2(Bucket=name, Delimiter='/')
    same((keys(got), prefixes(got), got['KeyCount'], got['Delimiter']), (['a', 'e', 'f-g'], ['b/', 'd/'], 5, '/'))
    got = s3.list_objects_v2(Bucket=name, Prefix='b/', Delimiter='/')
    same((keys(got), prefixes(got), got['Prefix']), (['b/1', 'b/2'], ['b/c/'], 'b/'))
    got = s3.list_objects_v2(Bucket=name, Prefix='b', Delimiter='/')
    same((keys(got), prefixes(got)), ([], ['b/']))
    same(keys(s3.list_objects_v2(Bucket=name, Prefix='b/')), ['b/1', 'b/2', 'b/c/3'])
    same(keys(s3.list_objects_v2(Bucket=name, Prefix='none')), [])
    got = s3.list_objects_v2(Bucket=name, Delimiter='-')
    same((prefixes(got), len(keys(got))), (['f-'], 6))


@case
def list_v2_by_pages():
    name = filled(*TREE)
    for size in range(1, 8):
        seen, token = [], {}
        while True:
            got = s3.list_objects_v2(Bucket=name, MaxKeys=size, **token)
            assert got['KeyCount'] <= size
            same(got['MaxKeys'], size)
            seen += keys(got)
            if not got['IsTruncated']:
                break
            token = {'ContinuationToken': got['NextContinuationToken']}
        same(seen, TREE)


@case
def list_v2_by_pages_with_a_delimiter():
    name = filled(*TREE)
    for size in range(1, 6):
        pages = s3.get_paginator('list_objects_v2').paginate(
            Bucket=name, Delimiter='/', PaginationConfig={'PageSize': size})
        found = [(keys(p), prefixes(p)) for p in pages]
        same(sum((k for k, _ in found), []), ['a', 'e', 'f-g'])
        same(sum((p for _, p in found), []), ['b/', 'd/'])


@case
def list_v2_after_a_key():
    name = filled(*TREE)
    got = s3.list_objects_v2(Bucket=name, StartAfter='b/2')
    same((keys(got), got['StartAfter']), (['b/c/3', 'd/4', 'e', 'f-g'], 'b/2'))
    same(keys(s3.list_objects_v2(Bucket=name, StartAfter='b/15')), ['b/2', 'b/c/3', 'd/4', 'e', 'f-g'])
    same(keys(s3.list_objects_v2(Bucket=name, StartAfter='z')), [])
    same(keys(s3.list_objects_v2(Bucket=name, StartAfter='a', Prefix='d')), ['d/4'])


@case
def list_v2_with_odd_sizes():
    name = filled('a', 'b')
    got = s3.list_objects_v2(Bucket=name, MaxKeys=0)
    same((keys(got), got['IsTruncated']), ([], False))
    refused('InvalidArgument', 400, s3.list_objects_v2, Bucket=name, MaxKeys=-1)
    response, body = raw('GET', f'/{name}?list-type=2&max-keys=many')
    assert b'InvalidArgument' in body, body
    refused('InvalidArgument', 400, s3.list_objects_v2, Bucket=name, ContinuationToken='§')
    refused('InvalidArgument', 400, s3.list_objects_v2, Bucket=name, EncodingType='base64')


@case
def list_v2_encodes_keys():
    name = filled('a b', 'c+d', 'e%f', 'g/ü')
    response, body = raw('GET', f'/{name}?encoding-type=url&list-type=2')
    for key in ['a%20b', 'c%2Bd', 'e%25f', 'g/%C3%BC']:
        assert f'<Key>{key}</Key>'.encode() in body, body
    assert b'<EncodingType>url</EncodingType>' in body
    response, body = raw('GET', f'/{name}?list-type=2')
    assert '<Key>g/ü</Key>'.encode() in body and b'EncodingType' not in body


@case
def list_v1_by_pages():
    name = filled(*TREE)
    seen, marker = [], ''
    while True:
        got = s3.list_objects(Bucket=name, MaxKeys=2, Marker=marker)
        same(got['Marker'], marker)
        seen += keys(got)
        if not got['IsTruncated']:
            break
        assert 'NextMarker' not in got
        marker = keys(got)[-1]
    same(seen, TREE)


@case
def list_v1_by_pages_with_a_delimiter():
    name = filled(*TREE)
    seen, marker = [], ''
    while True:
        got = s3.list_objects(Bucket=name, MaxKeys=1, Marker=marker, Delimiter='/')
        seen += keys(got) + prefixes(got)
        if not got['IsTruncated']:
            break
        marker = got['NextMarker']
    same(seen, ['a', 'b/', 'd/', 'e', 'f-g'])


@case
def list_passes_over_delete_markers():
    name = versioned()
    for key in ['a', 'b', 'c']:
        put(name, key)
    s3.delete_object(Bucket=name, Key='b')
    same(keys(s3.list_objects_v2(Bucket=name)), ['a', 'c'])
    got = s3.list_objects_v2(Bucket=name, MaxKeys=2)
    same((keys(got), got['IsTruncated']), (['a', 'c'], False))


@case
def list_in_the_order_of_bytes():
    names = ['A', 'B', 'a', 'b', 'z', 'é', '\uffee', '😀']
    name = filled(*reversed(names))
    same(keys(s3.list_objects_v2(Bucket=name)), sorted(names, key=lambda key: key.encode()))


@case
def list_of_more_than_a_page():
    name = filled(*[f'{n:05}' for n in range(1100)])
    got = s3.list_objects_v2(Bucket=name)
    same((len(keys(got)), got['IsTruncated']), (1000, True))
    rest = s3.list_objects_v2(Bucket=name, ContinuationToken=got['NextContinuationToken'], MaxKeys=5000)
    same((len(keys(rest)), rest['IsTruncated'], rest['MaxKeys']), (100, False, 5000))
    got = s3.list_objects_v2(Bucket=name, Delimiter='0', Prefix='0')
    same(prefixes(got), ['00'] + [] if prefixes(got) == ['00'] else ['00', '010'])


@case
def list_versions_in_order():
    name = versioned()
    a1 = put(name, 'a')['VersionId']
    b1 = put(name, 'b')['VersionId']
    a2 = put(name, 'a')['VersionId']
    marker = s3.delete_object(Bucket=name, Key='b')['VersionId']
    got = s3.list_object_versions(Bucket=name)
    same([(v['Key'], v['VersionId'], v['IsLatest']) for v in got['Versions']],
         [('a', a2, True), ('a', a1, False), ('b', b1, False)])
    same([(m['Key'], m['VersionId'], m['IsLatest']) for m in got['DeleteMarkers']], [('b', marker, True)])
    same((got['IsTruncated'], got['KeyMarker'], got['Name']), (False, '', name))
    version = got['Versions'][0]
    same((version['Size'], version['StorageClass']), (4, 'STANDARD'))
    assert version['Owner']['ID'] and version['ETag'] and version['LastModified']


@case
def list_versions_by_pages():
    name = versioned()
    wanted = []
    for key in ['a', 'b', 'c/1', 'c/2']:
        made = [put(name, key, str(n).encode())['VersionId'] for n in range(3)]
        made.append(s3.delete_object(Bucket=name, Key=key)['VersionId'])
        wanted += [(key, version) for version in reversed(made)]
    for size in [1, 2, 3, 5, 16, 17]:
        seen, more = [], {}
        while True:
            got = s3.list_object_versions(Bucket=name, MaxKeys=size, **more)
            page = [(v['Key'], v['VersionId']) for v in got.get('Versions', []) + got.get('DeleteMarkers', [])]
            assert len(page) <= size
            seen += page
            if not got['IsTruncated']:
                break
            more = {'KeyMarker': got['NextKeyMarker'], 'VersionIdMarker': got['NextVersionIdMarker']}
        same(sorted(seen), sorted(wanted))


@case
def list_versions_with_prefix_delimiter_and_markers():
    name = versioned()
    for key in ['a', 'b/1', 'b/2', 'c']:
        put(name, key)
        put(name, key)
    got = s3.list_object_versions(Bucket=name, Delimiter='/')
    same(([v['Key'] for v in got['Versions']], prefixes(got)), (['a', 'a', 'c', 'c'], ['b/']))
    got = s3.list_object_versions(Bucket=name, Prefix='b/')
    same([v['Key'] for v in got['Versions']], ['b/1', 'b/1', 'b/2', 'b/2'])
    got = s3.list_object_versions(Bucket=name, KeyMarker='b/1')
    same([v['Key'] for v in got['Versions']], ['b/2', 'b/2', 'c', 'c'])
    got = s3.list_object_versions(Bucket=name, Delimiter='/', MaxKeys=3)
    same((got['IsTruncated'], got['NextKeyMarker']), (True, 'b/'))
    got = s3.list_object_versions(Bucket=name, Delimiter='/', KeyMarker='b/')
    same([v['Key'] for v in got['Versions']], ['c', 'c'])
    refused('InvalidArgument', 400, s3.list_object_versions, Bucket=name, VersionIdMarker='0' * 32)


@case
def list_versions_of_a_bucket_without_versions():
    name = filled('a', 'b')
    same([(v['Key'], v['VersionId'], v['IsLatest']) for v in s3.list_object_versions(Bucket=name)['Versions']],
         [('a', 'null', True), ('b', 'null', True)])


# What is not there

@case
def refusals_by_name():
    name = bucket()
    put(name)
    for operation, words in [
            (lambda: s3.restore_object(Bucket=name, Key='key', RestoreRequest={'Days': 1}), 'RestoreObject'),
            (lambda: s3.get_object_torrent(Bucket=name, Key='key'), 'GetObjectTorrent'),
            (lambda: s3.select_object_content(
                Bucket=name, Key='key', Expression='x', ExpressionType='SQL',
                InputSerialization={'CSV': {}}, OutputSerialization={'CSV': {}}), 'SelectObjectContent')]:
        try:
            operation()
            raise AssertionError(words + ' was not refused')
        except ClientError as e:
            assert words in e.response['Error']['Message'], e


def run(function):
    try:
        function()
        return function.__name__, 'ok'
    except Exception as e:
        where = traceback.extract_tb(e.__traceback__)
        lines = [f.lineno for f in where if f.name == function.__name__]
        return function.__name__, f'line {lines[-1] if lines else "?"}: {type(e).__name__}: {e}'


if __name__ == '__main__':
    wanted = sys.argv[1:]
    chosen = [c for c in CASES if not wanted or c.__name__ in wanted]
    with ThreadPoolExecutor(4) as pool:
        for name, outcome in pool.map(run, chosen):
            print(name + '\t' + outcome.replace('\n', ' '), flush=True)
