package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads in parts, by boto3. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3UploadTest {
  private static final String BEGIN =
      """
      import base64, hashlib, os, sys, zlib
      import boto3
      from botocore.config import Config
      from botocore.exceptions import ClientError
      PLAIN = Config(request_checksum_calculation='when_required',
                     s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1})
      s3 = boto3.client('s3', config=PLAIN)
      B = 'parts-' + os.urandom(6).hex()
      s3.create_bucket(Bucket=B, CreateBucketConfiguration={'LocationConstraint': 'us-west-2'})
      M5 = 5 << 20
      def blob(n, seed): return (hashlib.sha256(str(seed).encode()).digest() * (n // 32 + 1))[:n]
      def refused(code, call, **arguments):
          try:
              call(**arguments)
          except ClientError as e:
              assert e.response['Error']['Code'] == code, e.response
              return e.response
          raise AssertionError('not refused with ' + code)
      def begin(key='k', **more):
          return s3.create_multipart_upload(Bucket=B, Key=key, **more)['UploadId']
      def put(u, n, body, key='k', **more):
          return s3.upload_part(Bucket=B, Key=key, UploadId=u, PartNumber=n, Body=body, **more)
      def complete(u, parts, key='k', **more):
          return s3.complete_multipart_upload(
              Bucket=B, Key=key, UploadId=u, MultipartUpload={'Parts': parts}, **more)
      def read(key='k', **more):
          return s3.get_object(Bucket=B, Key=key, **more)['Body'].read()
      def b64(b): return base64.b64encode(b).decode()
      """;

  private RunningCroft croft;

  @BeforeAll
  void start() {
    Machine.requirePython("boto3");
    croft = RunningCroft.memory();
  }

  @AfterAll
  void stop() {
    if (croft != null) {
      croft.close();
    }
  }

  private void run(String code, String... arguments) {
    assertThat(croft.python(BEGIN + code + "\nprint('done')", arguments).succeeded())
        .isEqualTo("done");
  }

  @Test
  void partsBecomeAnObject() {
    run(
        """
        a, b, c = blob(M5, 1), blob(M5 + 1, 2), blob(100, 3)
        u = begin(Metadata={'colour': 'blue'}, ContentType='text/x', StorageClass='STANDARD_IA')
        # In any order, and the last to come of a number counts.
        p3 = put(u, 30, c); p1 = put(u, 1, c); p2 = put(u, 7, b); p1 = put(u, 1, a)
        left = put(u, 8, c)
        assert p1['ETag'] == '"%s"' % hashlib.md5(a).hexdigest()
        listed = s3.list_parts(Bucket=B, Key='k', UploadId=u)
        assert [(p['PartNumber'], p['Size']) for p in listed['Parts']] == [
            (1, M5), (7, M5 + 1), (8, 100), (30, 100)], listed
        assert listed['StorageClass'] == 'STANDARD_IA'
        refused('NoSuchKey', s3.get_object, Bucket=B, Key='k')
        done = complete(u, [{'PartNumber': 1, 'ETag': p1['ETag']},
                            {'PartNumber': 7, 'ETag': p2['ETag']},
                            {'PartNumber': 30, 'ETag': p3['ETag']}])
        md5s = b''.join(hashlib.md5(x).digest() for x in (a, b, c))
        assert done['ETag'] == '"%s-3"' % hashlib.md5(md5s).hexdigest(), done
        assert read() == a + b + c
        assert read(Range='bytes=%d-%d' % (M5 - 2, M5 + 1)) == a[-2:] + b[:2]
        head = s3.head_object(Bucket=B, Key='k')
        assert head['Metadata'] == {'colour': 'blue'} and head['ContentType'] == 'text/x'
        assert head['ContentLength'] == 2 * M5 + 101
        second = s3.get_object(Bucket=B, Key='k', PartNumber=2)
        assert second['Body'].read() == b and second['PartsCount'] == 3, second
        refused('NoSuchUpload', s3.list_parts, Bucket=B, Key='k', UploadId=u)
        refused('NoSuchUpload', put, u=u, n=1, body=c)
        """);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    run(
        """
        u = begin()
        small, large = put(u, 1, b'small'), put(u, 2, blob(M5, 1))
        s, l = {'PartNumber': 1, 'ETag': small['ETag']}, {'PartNumber': 2, 'ETag': large['ETag']}
        e = refused('EntityTooSmall', complete, u=u, parts=[s, l])
        assert e['Error']['MinSizeAllowed'] == str(M5), e
        refused('InvalidPartOrder', complete, u=u, parts=[l, s])
        refused('InvalidPartOrder', complete, u=u, parts=[l, l])
        refused('InvalidPart', complete, u=u, parts=[{'PartNumber': 1, 'ETag': large['ETag']}])
        refused('InvalidPart', complete, u=u, parts=[{'PartNumber': 3, 'ETag': small['ETag']}])
        refused('MalformedXML', complete, u=u, parts=[])
        refused('InvalidRequest', complete, u=u, parts=[l], MpuObjectSize=7)
        refused('InvalidArgument', put, u=u, n=0, body=b'')
        refused('InvalidArgument', put, u=u, n=10001, body=b'')
        refused('BadDigest', put, u=u, n=3, body=b'x', ContentMD5=b64(hashlib.md5(b'y').digest()))
        refused('InvalidDigest', put, u=u, n=3, body=b'x', ContentMD5='nonsense')
        refused('NoSuchUpload', put, u='nothing', n=1, body=b'')
        refused('NoSuchUpload', put, u=u, n=1, body=b'', key='other')
        refused('NoSuchBucket', s3.list_parts, Bucket=B + '-no', Key='k', UploadId=u)
        # Nothing of that harmed the upload.
        assert [p['PartNumber'] for p in s3.list_parts(Bucket=B, Key='k', UploadId=u)['Parts']] \\
            == [1, 2]
        s3.put_object(Bucket=B, Key='k', Body=b'former')
        refused('PreconditionFailed', complete, u=u, parts=[s], IfNoneMatch='*')
        refused('PreconditionFailed', complete, u=u, parts=[s], IfMatch='"0"')
        assert read() == b'former'
        complete(u, [s], IfMatch=s3.head_object(Bucket=B, Key='k')['ETag'])
        assert read() == b'small'
        """);
  }

  @Test
  void abortedUploadsAreGone() {
    run(
        """
        u = begin(); put(u, 1, blob(100000, 1))
        refused('BucketNotEmpty', s3.delete_bucket, Bucket=B)
        s3.abort_multipart_upload(Bucket=B, Key='k', UploadId=u)
        refused('NoSuchUpload', s3.abort_multipart_upload, Bucket=B, Key='k', UploadId=u)
        refused('NoSuchUpload', s3.list_parts, Bucket=B, Key='k', UploadId=u)
        assert 'Uploads' not in s3.list_multipart_uploads(Bucket=B)
        s3.delete_bucket(Bucket=B)
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CRC32 COMPOSITE",
        "CRC32C COMPOSITE",
        "SHA1 COMPOSITE",
        "SHA256 COMPOSITE",
        "CRC32 FULL_OBJECT",
        "CRC64NVME FULL_OBJECT"
      })
  void checksumsOfTheWholeFollowFromTheParts(String algorithmAndType) {
    if (!algorithmAndType.matches("CRC32 .*|SHA.*")) {
      Machine.requirePython("awscrt");
    }
    run(
        """
        name, kind = sys.argv[1].split()
        def crt(f): return lambda b: getattr(__import__('awscrt.checksums').checksums, f)(b)
        def number(f, n): return lambda b: f(b).to_bytes(n, 'big')
        compute = {'CRC32': number(zlib.crc32, 4), 'CRC32C': number(crt('crc32c'), 4),
                   'CRC64NVME': number(crt('crc64nvme'), 8),
                   'SHA1': lambda b: hashlib.sha1(b).digest(),
                   'SHA256': lambda b: hashlib.sha256(b).digest()}[name]
        member = 'Checksum' + name
        a, b = blob(M5, 1), blob(70000, 2)
        u = begin(ChecksumAlgorithm=name, ChecksumType=kind)
        p = [put(u, 1, a, **{member: b64(compute(a))}),
             put(u, 2, b, ChecksumAlgorithm=name)]
        refused('BadDigest', put, u=u, n=3, body=a, **{member: b64(compute(b))})
        other = 'SHA256' if name != 'SHA256' else 'SHA1'
        refused('InvalidRequest', put, u=u, n=3, body=a, ChecksumAlgorithm=other)
        assert [x[member] for x in p] == [b64(compute(a)), b64(compute(b))], p
        listed = s3.list_parts(Bucket=B, Key='k', UploadId=u)
        assert listed['ChecksumAlgorithm'] == name and listed['ChecksumType'] == kind
        parts = [{'PartNumber': i + 1, 'ETag': x['ETag'], member: x[member]}
                 for i, x in enumerate(p)]
        whole = b64(compute(a + b)) if kind == 'FULL_OBJECT' else (
            b64(compute(compute(a) + compute(b))) + '-2')
        refused('BadDigest', complete, u=u, parts=parts, **{member: b64(compute(b))})
        done = complete(u, parts, **{member: whole})
        assert done[member] == whole and done['ChecksumType'] == kind, done
        head = s3.head_object(Bucket=B, Key='k', ChecksumMode='ENABLED')
        assert head[member] == whole and head['ChecksumType'] == kind, head
        refused('InvalidRequest', begin, ChecksumAlgorithm='SHA256', ChecksumType='FULL_OBJECT')
        refused('InvalidRequest', begin, ChecksumAlgorithm='CRC64NVME', ChecksumType='COMPOSITE')
        """,
        algorithmAndType);
  }

  @Test
  void partsAreCopiedFromObjects() {
    run(
        """
        source = blob(2 * M5, 9)
        s3.put_object(Bucket=B, Key='a source/ü', Body=source)
        u = begin()
        def copy(n, **more):
            more.setdefault('CopySource', {'Bucket': B, 'Key': 'a source/ü'})
            return s3.upload_part_copy(
                Bucket=B, Key='k', UploadId=u, PartNumber=n, **more)['CopyPartResult']
        one = copy(1, CopySourceRange='bytes=100-%d' % (M5 + 99))
        two = copy(2)
        assert one['ETag'] == '"%s"' % hashlib.md5(source[100:M5 + 100]).hexdigest()
        refused('InvalidArgument', copy, n=3, CopySourceRange='bytes=0-%d' % (2 * M5))
        refused('InvalidArgument', copy, n=3, CopySourceRange='bytes=5-')
        refused('NoSuchKey', copy, n=3, CopySource={'Bucket': B, 'Key': 'none'})
        refused('PreconditionFailed', copy, n=3, CopySourceIfMatch='"0"')
        complete(u, [{'PartNumber': 1, 'ETag': one['ETag']},
                     {'PartNumber': 2, 'ETag': two['ETag']}])
        assert read() == source[100:M5 + 100] + source
        """);
  }

  @Test
  void aCustomersKeyIsNeededForEveryPart() {
    run(
        """
        key, other = blob(32, 'key'), blob(32, 'other')
        def sse(k): return {'SSECustomerAlgorithm': 'AES256', 'SSECustomerKey': k}
        u = begin(**sse(key))
        refused('InvalidRequest', put, u=u, n=1, body=b'x')
        refused('InvalidRequest', put, u=u, n=1, body=b'x', **sse(other))
        a, b = blob(M5, 1), blob(9, 2)
        p = [put(u, 1, a, **sse(key)), put(u, 2, b, **sse(key))]
        complete(u, [{'PartNumber': i + 1, 'ETag': x['ETag']} for i, x in enumerate(p)])
        assert read(**sse(key)) == a + b
        refused('InvalidRequest', s3.get_object, Bucket=B, Key='k')
        refused('AccessDenied', s3.get_object, Bucket=B, Key='k', **sse(other))
        u = begin('plain')
        refused('InvalidRequest', put, u=u, n=1, body=b'x', key='plain', **sse(key))
        """);
  }

  @Test
  void uploadsAndPartsAreListedPageByPage() {
    run(
        """
        keys = ['a/1', 'a/2', 'a/2', 'b', 'b/ü', 'c', 'ä']
        ids = [begin(k) for k in keys]
        def walk(**more):
            found, marks = [], {}
            for _ in range(50):
                page = s3.list_multipart_uploads(Bucket=B, **more, **marks)
                found += [(x['Key'], x['UploadId']) for x in page.get('Uploads', [])]
                found += [x['Prefix'] for x in page.get('CommonPrefixes', [])]
                if not page['IsTruncated']:
                    return found
                marks = {'KeyMarker': page['NextKeyMarker'],
                         'UploadIdMarker': page['NextUploadIdMarker']}
        every = list(zip(keys, ids))
        assert walk() == every, walk()
        for size in (1, 2, 3):
            assert walk(MaxUploads=size) == every, size
            assert walk(MaxUploads=size, Prefix='a/') == every[:3], size
            mixed = walk(MaxUploads=size, Delimiter='/')
            assert sorted(map(str, mixed)) == sorted(
                map(str, ['a/', 'b/', every[3], every[5], every[6]])), mixed
        assert walk(KeyMarker='b') == every[4:]
        u = ids[3]
        for n in range(1, 12):
            put(u, n, b'%d' % n, key='b')
        pages = s3.get_paginator('list_parts').paginate(
            Bucket=B, Key='b', UploadId=u, PaginationConfig={'PageSize': 4})
        assert [p['PartNumber'] for page in pages for p in page['Parts']] == list(range(1, 12))
        """);
  }

  @Test
  void tenThousandPartsAreJoined() {
    run(
        """
        from concurrent.futures import ThreadPoolExecutor
        u = begin()
        with ThreadPoolExecutor(4) as pool:
            etags = list(pool.map(lambda n: put(u, n, b'%05d' % n)['ETag'], range(1, 10001)))
        parts = [{'PartNumber': n + 1, 'ETag': e} for n, e in enumerate(etags)]
        refused('EntityTooSmall', complete, u=u, parts=parts)
        # Only the last may be small.
        complete(u, parts[-1:])
        assert read() == b'10000'
        """);
  }
}
