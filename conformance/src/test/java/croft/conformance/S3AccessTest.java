package croft.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use buckets and objects: over boto3 and plain HTTP, from two accounts and none. */
final class S3AccessTest {
  private static final String POLICIES =
      """
      shut = bucket('shut', public=False)
      put(shut, 'a')
      assert s3.get_public_access_block(Bucket=shut)['PublicAccessBlockConfiguration'] == {
          k: True for k in ('BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy',
                            'RestrictPublicBuckets')}
      message = refused('AccessDenied', s3.put_bucket_policy, Bucket=shut, Policy=policy(opening(shut)))
      assert 'BlockPublicPolicy' in message, message
      refused('NoSuchBucketPolicy', s3.get_bucket_policy, Bucket=shut)
      refused('AccessDenied', nobody.get_object, Bucket=shut, Key='a')
      assert ask('GET', '/shut/a')[0] == 403 and ask('GET', '/shut/none')[0] == 403

      # Public: to read what is there, and no more.
      s3.delete_public_access_block(Bucket=shut)
      refused('NoSuchPublicAccessBlockConfiguration', s3.get_public_access_block, Bucket=shut)
      allow(shut, opening(shut))
      assert s3.get_bucket_policy_status(Bucket=shut)['PolicyStatus']['IsPublic'] is True
      assert read(nobody, shut, 'a') == 'text'
      assert ask('GET', '/a', 'shut.s3.localhost')[2] == 'text'
      refused('AccessDenied', nobody.put_object, Bucket=shut, Key='b', Body=b'')
      refused('AccessDenied', nobody.list_objects_v2, Bucket=shut)
      refused('AccessDenied', nobody.get_object, Bucket=shut, Key='none')
      refused('AccessDenied', nobody.get_bucket_policy, Bucket=shut)
      assert read(theirs.client('s3'), shut, 'a') == 'text'

      # The block takes it back without touching the policy; the owner's account keeps it.
      block = dict(BlockPublicAcls=False, IgnorePublicAcls=False, BlockPublicPolicy=False)
      s3.put_public_access_block(Bucket=shut, PublicAccessBlockConfiguration={
          **block, 'RestrictPublicBuckets': True})
      refused('AccessDenied', nobody.get_object, Bucket=shut, Key='a')
      refused('AccessDenied', theirs.client('s3').get_object, Bucket=shut, Key='a')
      assert read(user(ours, 'eve').client('s3'), shut, 'a') == 'text'
      s3.put_public_access_block(Bucket=shut, PublicAccessBlockConfiguration={
          **block, 'RestrictPublicBuckets': False})
      assert read(nobody, shut, 'a') == 'text'

      # Across accounts both sides must allow.
      shared = bucket('shared', public=False)
      put(shared, 'a')
      allow(shared, opening(shared, who={'AWS': other}))
      assert s3.get_bucket_policy_status(Bucket=shared)['PolicyStatus']['IsPublic'] is False
      assert read(theirs.client('s3'), shared, 'a') == 'text'
      mary = user(theirs, 'mary').client('s3')
      refused('AccessDenied', mary.get_object, Bucket=shared, Key='a')
      theirs.client('iam').put_user_policy(UserName='mary', PolicyName='p', PolicyDocument=policy(
          {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*'}))
      assert read(mary, shared, 'a') == 'text'
      refused('AccessDenied', mary.put_object, Bucket=shared, Key='b', Body=b'')
      refused('AccessDenied', mary.get_bucket_acl, Bucket=shared)
      allow(shared, opening(shared, who={'AWS': other}), opening(
          shared, who={'AWS': f'arn:aws:iam::{other}:user/mary'}) | {'Effect': 'Deny'})
      refused('AccessDenied', mary.get_object, Bucket=shared, Key='a')
      refused('AccessDenied', s3.get_object, Bucket=shared, Key='a', ExpectedBucketOwner=other)

      # Who is locked out can be let in again by the root.
      allow(shared, {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:*', 'Resource': [
          'arn:aws:s3:::shared', 'arn:aws:s3:::shared/*']})
      message = refused('AccessDenied', s3.get_object, Bucket=shared, Key='a')
      assert 'explicit deny in a resource-based policy' in message, message
      assert 'Deny' in s3.get_bucket_policy(Bucket=shared)['Policy']
      s3.delete_bucket_policy(Bucket=shared)
      assert read(s3, shared, 'a') == 'text'

      # Bad policies, in S3's words.
      for document, told in ((opening('other'), 'Policy has invalid resource'),
                             (opening(shared, 's3:Fly'), 'Policy has invalid action'),
                             (opening(shared, 's3:ListBucket') | {'Action': 's3:GetObject'},
                              'Action does not apply to any resource(s) in statement'),
                             ({'Effect': 'Allow'}, 'Missing required field Principal'),
                             (opening(shared, who={'AWS': 'bob'}), 'Invalid principal in policy')):
          message = refused('MalformedPolicy', s3.put_bucket_policy, Bucket=shared,
                            Policy=policy(document))
          assert message == told, message
      refused('MalformedPolicy', s3.put_bucket_policy, Bucket=shared, Policy='{')
      refused('NoSuchBucket', s3.get_bucket_policy, Bucket='there-is-none')
      print('decided')
      """;

  private static final String CONDITIONS =
      """
      name = bucket('conditioned')
      put(name, 'home/ann/a', Tagging='stage=open')
      put(name, 'home/bob/b', Tagging='stage=shut')
      def under(operator, key, value, action='s3:GetObject', **more):
          allow(name, opening(name, action, Condition={operator: {key: value}}, **more))
      def readable(key='home/ann/a', **headers):
          return ask('GET', f'/{name}/{key}', **headers)[0] == 200
      under('IpAddress', 'aws:SourceIp', '127.0.0.0/8')
      assert readable()
      under('IpAddress', 'aws:SourceIp', '203.0.113.0/24')
      assert not readable()
      under('StringEquals', 'aws:Referer', 'https://example.com/')
      assert readable(Referer='https://example.com/') and not readable()
      under('Bool', 'aws:SecureTransport', 'true')
      assert not readable()
      under('StringEquals', 'aws:SourceVpc', 'vpc-1')
      assert not readable()
      under('StringEquals', 's3:ExistingObjectTag/stage', 'open')
      assert readable() and not readable('home/bob/b')
      under('StringLike', 's3:prefix', 'home/ann/*', 's3:ListBucket')
      assert ask('GET', f'/{name}?prefix=home/ann/')[0] == 200
      assert ask('GET', f'/{name}?prefix=home/bob/')[0] == 403
      assert ask('GET', f'/{name}')[0] == 403
      s3.delete_bucket_policy(Bucket=name)

      # A user's own folder, by a variable; presigned requests are told from others.
      iam = ours.client('iam')
      ann = user(ours, 'ann', {'Effect': 'Allow', 'Action': 's3:GetObject',
                               'Resource': f'arn:aws:s3:::{name}/home/${{aws:username}}/*'}).client('s3', config=V4)
      assert read(ann, name, 'home/ann/a') == 'text'
      refused('AccessDenied', ann.get_object, Bucket=name, Key='home/bob/b')
      url = ann.generate_presigned_url('get_object', {'Bucket': name, 'Key': 'home/ann/a'})
      signed = url.split(endpoint)[1]
      assert ask('GET', signed)[2] == 'text'
      assert ask('GET', signed[:-1] + ('0' if signed[-1] != '0' else '1'))[0] == 403
      refusedly = ann.generate_presigned_url('get_object', {'Bucket': name, 'Key': 'home/bob/b'})
      assert ask('GET', refusedly.split(endpoint)[1])[0] == 403
      allow(name, opening(name) | {'Effect': 'Deny', 'Condition': {
          'StringEquals': {'s3:authType': 'REST-QUERY-STRING'}}})
      assert ask('GET', signed)[0] == 403 and read(ann, name, 'home/ann/a') == 'text'
      # A revoked key ends its links.
      s3.delete_bucket_policy(Bucket=name)
      assert ask('GET', signed)[0] == 200
      for key in iam.list_access_keys(UserName='ann')['AccessKeyMetadata']:
          iam.delete_access_key(UserName='ann', AccessKeyId=key['AccessKeyId'])
      assert ask('GET', signed)[0] == 403
      # What a writer must say of the object.
      demanding = bucket('demanding', public=False, ownership='BucketOwnerPreferred')
      deny = {'Effect': 'Deny', 'Principal': '*', 'Action': 's3:PutObject',
              'Resource': 'arn:aws:s3:::demanding/*'}
      allow(demanding, {**deny, 'Condition': {
                'StringNotEquals': {'s3:x-amz-acl': 'bucket-owner-full-control'}}},
            {**deny, 'Condition': {'Null': {'s3:RequestObjectTag/team': 'true'}}})
      full = {'ACL': 'bucket-owner-full-control'}
      refused('AccessDenied', s3.put_object, Bucket=demanding, Key='a', Tagging='team=web')
      refused('AccessDenied', s3.put_object, Bucket=demanding, Key='a', **full)
      put(demanding, 'a', Tagging='team=web', **full)
      refused('AccessDenied', s3.create_multipart_upload, Bucket=demanding, Key='b', **full)
      refused('AccessDenied', s3.copy_object, Bucket=demanding, Key='b',
              CopySource='demanding/a', **full)
      s3.copy_object(Bucket=demanding, Key='b', CopySource='demanding/a', Tagging='team=web',
                     TaggingDirective='REPLACE', **full)
      print('conditioned')
      """;

  private static final String ACLS =
      """
      EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers'
      plain = bucket('plain')
      put(plain, 'a')
      assert s3.get_bucket_ownership_controls(Bucket=plain)['OwnershipControls']['Rules'] == [
          {'ObjectOwnership': 'BucketOwnerEnforced'}]
      our_id = s3.get_bucket_acl(Bucket=plain)['Owner']['ID']
      assert len(our_id) == 64 and s3.list_buckets()['Owner']['ID'] == our_id
      refused('AccessControlListNotSupported', s3.put_bucket_acl, Bucket=plain, ACL='public-read')
      refused('AccessControlListNotSupported', s3.put_object_acl, Bucket=plain, Key='a', ACL='private')
      refused('AccessControlListNotSupported', lambda: put(plain, 'b', ACL='public-read'))
      put(plain, 'b', ACL='bucket-owner-full-control')
      refused('InvalidBucketAclWithObjectOwnership', lambda: bucket('not-made', ACL='public-read'))

      name = bucket('lists', ownership='ObjectWriter')
      put(name, 'open', ACL='public-read')
      put(name, 'shut')
      assert read(nobody, name, 'open') == 'text'
      refused('AccessDenied', nobody.get_object, Bucket=name, Key='shut')
      refused('AccessDenied', nobody.get_object_acl, Bucket=name, Key='open')
      s3.put_object_acl(Bucket=name, Key='shut', ACL='public-read')
      assert read(nobody, name, 'shut') == 'text'
      grants = s3.get_object_acl(Bucket=name, Key='shut')['Grants']
      assert [g['Permission'] for g in grants] == ['FULL_CONTROL', 'READ'], grants
      assert grants[1]['Grantee'] == {'Type': 'Group', 'URI': EVERYBODY}, grants
      refused('AccessDenied', nobody.list_objects_v2, Bucket=name)
      s3.put_bucket_acl(Bucket=name, ACL='public-read-write')
      assert len(nobody.list_objects_v2(Bucket=name)['Contents']) == 2
      put(name, 'dropped', nobody)
      assert read(s3, name, 'dropped') == 'text'
      refused('AccessDenied', nobody.delete_object, Bucket=name, Key='open')

      # Public lists: ignored, then blocked.
      block = dict(BlockPublicPolicy=False, RestrictPublicBuckets=False)
      s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={
          **block, 'BlockPublicAcls': False, 'IgnorePublicAcls': True})
      refused('AccessDenied', nobody.get_object, Bucket=name, Key='open')
      refused('AccessDenied', nobody.list_objects_v2, Bucket=name)
      s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={
          **block, 'BlockPublicAcls': True, 'IgnorePublicAcls': False})
      assert read(nobody, name, 'open') == 'text'
      refused('AccessDenied', lambda: put(name, 'c', ACL='public-read'))
      refused('AccessDenied', s3.put_bucket_acl, Bucket=name, ACL='authenticated-read')
      refused('AccessDenied', s3.put_object_acl, Bucket=name, Key='open',
              GrantRead=f'uri="{EVERYBODY}"')
      s3.put_bucket_acl(Bucket=name, ACL='private')
      s3.delete_public_access_block(Bucket=name)

      # Another account, by its canonical id: by header, as a document, and everybody who signs.
      them = theirs.client('s3')
      their_id = them.list_buckets()['Owner']['ID']
      assert their_id != our_id
      put(name, 'theirs', GrantRead=f'id="{their_id}"', GrantFullControl=f'id="{our_id}"')
      assert read(them, name, 'theirs') == 'text'
      refused('AccessDenied', nobody.get_object, Bucket=name, Key='theirs')
      refused('AccessDenied', them.get_object_acl, Bucket=name, Key='theirs')
      put(name, 'signed', ACL='authenticated-read')
      assert read(them, name, 'signed') == 'text'
      refused('AccessDenied', nobody.get_object, Bucket=name, Key='signed')
      s3.put_bucket_acl(Bucket=name, AccessControlPolicy={'Owner': {'ID': our_id}, 'Grants': [
          {'Grantee': {'Type': 'CanonicalUser', 'ID': our_id}, 'Permission': 'FULL_CONTROL'},
          {'Grantee': {'Type': 'CanonicalUser', 'ID': their_id}, 'Permission': 'WRITE'}]})
      assert [g['Permission'] for g in s3.get_bucket_acl(Bucket=name)['Grants']] == [
          'FULL_CONTROL', 'WRITE']

      # What another account writes is its own, until it is given to the bucket's owner.
      put(name, 'foreign', them)
      refused('AccessDenied', s3.get_object, Bucket=name, Key='foreign')
      assert read(them, name, 'foreign') == 'text'
      assert them.get_object_acl(Bucket=name, Key='foreign')['Owner']['ID'] == their_id
      put(name, 'given', them, ACL='bucket-owner-full-control')
      assert read(s3, name, 'given') == 'text'
      s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls={
          'Rules': [{'ObjectOwnership': 'BucketOwnerPreferred'}]})
      put(name, 'preferred', them, ACL='bucket-owner-full-control')
      assert s3.get_object_acl(Bucket=name, Key='preferred')['Owner']['ID'] == our_id
      refused('InvalidBucketAclWithObjectOwnership', s3.put_bucket_ownership_controls, Bucket=name,
              OwnershipControls={'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]})
      s3.put_bucket_acl(Bucket=name, ACL='private')
      s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls={
          'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]})
      assert read(s3, name, 'foreign') == 'text'
      refused('AccessDenied', nobody.get_object, Bucket=name, Key='open')
      refused('AccessDenied', them.get_object, Bucket=name, Key='theirs')
      s3.delete_object(Bucket=name, Key='foreign')

      other_bucket = bucket('bad-lists', ownership='ObjectWriter')
      refused('InvalidArgument', s3.put_bucket_acl, Bucket=other_bucket, GrantRead='id="nobody"')
      refused('InvalidArgument', s3.put_bucket_acl, Bucket=other_bucket, GrantRead='uri="http://x"')
      refused('UnresolvableGrantByEmailAddress', s3.put_bucket_acl, Bucket=other_bucket,
              GrantRead='emailAddress="a@example.com"')
      refused('InvalidRequest', s3.put_bucket_acl, Bucket=other_bucket, ACL='private',
              GrantRead=f'id="{our_id}"')
      print('listed')
      """;

  @BeforeAll
  static void needsClients() {
    Machine.requirePython("boto3");
  }

  @Test
  void policiesDecideWithinAndAcrossAccounts() {
    assertThat(TwoAccounts.runS3(POLICIES)).isEqualTo("decided");
  }

  @Test
  void conditionsSeeTheRequestAndTheObject() {
    assertThat(TwoAccounts.runS3(CONDITIONS)).isEqualTo("conditioned");
  }

  @Test
  void accessControlListsGiveAndOwnershipTakes() {
    assertThat(TwoAccounts.runS3(ACLS)).isEqualTo("listed");
  }
}
