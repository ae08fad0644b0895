package croft.services.s3.configuration;

import croft.api.s3.AccelerateConfiguration;
import croft.api.s3.GetBucketAccelerateConfigurationRequest;
import croft.api.s3.GetBucketAccelerateConfigurationResponse;
import croft.api.s3.GetBucketRequestPaymentRequest;
import croft.api.s3.GetBucketRequestPaymentResponse;
import croft.api.s3.PutBucketAccelerateConfigurationRequest;
import croft.api.s3.PutBucketAccelerateConfigurationResponse;
import croft.api.s3.PutBucketRequestPaymentRequest;
import croft.api.s3.PutBucketRequestPaymentResponse;
import croft.api.s3.RequestPaymentConfiguration;
import croft.api.s3.S3Model;
import croft.base.ServiceError;
import croft.services.operation.Binding;
import croft.services.operation.Call;
import croft.services.s3.access.S3Access;
import croft.services.s3.bucket.Bucket;
import java.util.List;
import java.util.Objects;

/**
 * GetBucketRequestPayment, PutBucketRequestPayment, GetBucketAccelerateConfiguration and
 * PutBucketAccelerateConfiguration: nobody pays here and nothing is far away, so only what is so
 * anyway can be asked for.
 */
public final class PaymentOperations {
  private final BucketDocuments documents;
  private final S3Access access;

  public PaymentOperations(BucketDocuments documents, S3Access access) {
    this.documents = documents;
    this.access = access;
  }

  /** Every operation of this noun. */
  public List<Binding<?, ?>> bindings() {
    return List.of(
        Binding.bind(
                S3Model.GET_BUCKET_REQUEST_PAYMENT,
                (call, r) -> List.of(access.bucket(call, "s3:GetBucketRequestPayment", r.bucket())),
                this::getBucketRequestPayment)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_REQUEST_PAYMENT,
                (call, r) -> List.of(access.bucket(call, "s3:PutBucketRequestPayment", r.bucket())),
                this::putBucketRequestPayment)
            .anonymously(),
        Binding.bind(
                S3Model.GET_BUCKET_ACCELERATE_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:GetAccelerateConfiguration", r.bucket())),
                this::getBucketAccelerateConfiguration)
            .anonymously(),
        Binding.bind(
                S3Model.PUT_BUCKET_ACCELERATE_CONFIGURATION,
                (call, r) ->
                    List.of(access.bucket(call, "s3:PutAccelerateConfiguration", r.bucket())),
                this::putBucketAccelerateConfiguration)
            .anonymously());
  }

  private GetBucketRequestPaymentResponse getBucketRequestPayment(
      Call call, GetBucketRequestPaymentRequest request) {
    documents.bucket(request.bucket(), request.expectedBucketOwner());
    return GetBucketRequestPaymentResponse.builder().payer("BucketOwner").build();
  }

  private PutBucketRequestPaymentResponse putBucketRequestPayment(
      Call call, PutBucketRequestPaymentRequest request) {
    RequestPaymentConfiguration wanted = request.requestPaymentConfiguration();
    String payer = wanted == null ? "" : Objects.requireNonNullElse(wanted.payer(), "");
    documents.bucket(request.bucket(), request.expectedBucketOwner());
    return switch (payer) {
      case "BucketOwner" -> PutBucketRequestPaymentResponse.builder().build();
      case "Requester" -> throw ServiceError.unsupported("The payer Requester");
      default -> throw BucketDocuments.malformed();
    };
  }

  private GetBucketAccelerateConfigurationResponse getBucketAccelerateConfiguration(
      Call call, GetBucketAccelerateConfigurationRequest request) {
    Bucket bucket = documents.bucket(request.bucket(), request.expectedBucketOwner());
    return GetBucketAccelerateConfigurationResponse.builder()
        .status(
            documents
                .find(bucket, BucketDocuments.ACCELERATE)
                .map(AccelerateConfiguration::status)
                .orElse(null))
        .build();
  }

  private PutBucketAccelerateConfigurationResponse putBucketAccelerateConfiguration(
      Call call, PutBucketAccelerateConfigurationRequest request) {
    AccelerateConfiguration wanted = request.accelerateConfiguration();
    String status = wanted == null ? "" : Objects.requireNonNullElse(wanted.status(), "");
    switch (status) {
      case "Suspended" ->
          documents.put(
              request.bucket(), request.expectedBucketOwner(), BucketDocuments.ACCELERATE, wanted);
      case "Enabled" -> throw ServiceError.unsupported("S3 Transfer Acceleration");
      default -> throw BucketDocuments.malformed();
    }
    return PutBucketAccelerateConfigurationResponse.builder().build();
  }
}
