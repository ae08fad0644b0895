package croft.services.s3.configuration;

import croft.api.s3.CORSConfiguration;
import croft.api.s3.CORSRule;
import croft.api.s3.DeleteBucketCorsRequest;
import croft.api.s3.DeleteBucketCorsResponse;
import croft.api.s3.GetBucketCorsRequest;
import croft.api.s3.GetBucketCorsResponse;
import croft.api.s3.PutBucketCorsRequest;
import croft.api.s3.PutBucketCorsResponse;
import croft.api.s3.S3Model;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import java.util.List;
import java.util.Set;

/** GetBucketCors, PutBucketCors and DeleteBucketCors. */
public final class CorsOperations {
  private static final int MOST_RULES = 100;
  private static final Set<String> METHODS = Set.of("GET", "PUT", "HEAD", "POST", "DELETE");
  private static final BucketDocuments.Absent ABSENT =
      new BucketDocuments.Absent(
          "NoSuchCORSConfiguration", "The CORS configuration does not exist");

  private final BucketDocuments documents;
  private final S3Access access;

  public CorsOperations(BucketDocuments documents, S3Access access) {
    this.documents = documents;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_CORS,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketCORS", r.bucket())),
                this::getBucketCors)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_CORS,
                (call, r) -> List.of(access.bucket(call, "s3:PutBucketCORS", r.bucket())),
                this::putBucketCors)
            .anonymously(),
        Binding.bind(
                S3Model.DELETE_BUCKET_CORS,
                (call, r) -> List.of(access.bucket(call, "s3:PutBucketCORS", r.bucket())),
                this::deleteBucketCors)
            .anonymously());
  }

  private GetBucketCorsResponse getBucketCors(Call call, GetBucketCorsRequest request) {
    CORSConfiguration found =
        documents.get(
            request.bucket(), request.expectedBucketOwner(), BucketDocuments.CORS, ABSENT);
    return GetBucketCorsResponse.builder().corsRules(found.corsRules()).build();
  }

  private PutBucketCorsResponse putBucketCors(Call call, PutBucketCorsRequest request) {
    CORSConfiguration wanted = request.corsConfiguration();
    if (wanted == null || wanted.corsRulesOrEmpty().isEmpty()) {
      throw BucketDocuments.malformed();
    }
    if (wanted.corsRulesOrEmpty().size() > MOST_RULES) {
      throw BucketDocuments.invalid(
          "The number of CORS rules should not exceed allowed limit of 100 rules.");
    }
    wanted.corsRulesOrEmpty().forEach(CorsOperations::check);
    documents.put(request.bucket(), request.expectedBucketOwner(), BucketDocuments.CORS, wanted);
    return PutBucketCorsResponse.builder().build();
  }

  private DeleteBucketCorsResponse deleteBucketCors(Call call, DeleteBucketCorsRequest request) {
    documents.put(request.bucket(), request.expectedBucketOwner(), BucketDocuments.CORS, null);
    return DeleteBucketCorsResponse.builder().build();
  }

  private static void check(CORSRule rule) {
    if (rule.allowedMethodsOrEmpty().isEmpty() || rule.allowedOriginsOrEmpty().isEmpty()) {
      throw BucketDocuments.malformed();
    }
    for (String method : rule.allowedMethodsOrEmpty()) {
      if (!METHODS.contains(method)) {
        throw BucketDocuments.invalid(
            "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
      }
    }
    rule.allowedOriginsOrEmpty().forEach(origin -> checkWildcards("AllowedOrigin", origin));
    rule.allowedHeadersOrEmpty().forEach(header -> checkWildcards("AllowedHeader", header));
    for (String header : rule.exposeHeadersOrEmpty()) {
      if (header.contains("*")) {
        throw BucketDocuments.invalid(
            "ExposeHeader \"%s\" contains wildcard. We currently do not support wildcard for"
                    .formatted(header)
                + " ExposeHeader.");
      }
    }
  }

  private static void checkWildcards(String element, String text) {
    if (text.indexOf('*') != text.lastIndexOf('*')) {
      throw BucketDocuments.invalid(
          "%s \"%s\" can not have more than one wildcard.".formatted(element, text));
    }
  }
}
