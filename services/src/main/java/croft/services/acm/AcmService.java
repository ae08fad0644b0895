package croft.services.acm;

import croft.api.acm.AcmModel;
import croft.services.acm.certificate.AcmParts;
import croft.services.acm.certificate.Certificate;
import croft.services.acm.certificate.CertificateTagOperations;
import croft.services.acm.certificate.DeleteOperation;
import croft.services.acm.certificate.ImportOperation;
import croft.services.acm.certificate.ReadOperations;
import croft.services.acm.certificate.RequestOperations;
import croft.services.operation.Binding;
import croft.services.operation.ServiceRoom;
import croft.store.Table;
import croft.wire.schema.ServiceModel;
import java.util.List;
import java.util.stream.Stream;

/** Certificate Manager's front door. */
public final class AcmService implements ServiceRoom {
  private final List<Binding<?, ?>> bindings;

  public AcmService(AcmParts parts) {
    this.bindings =
        Stream.of(
                new ImportOperation(parts).bindings(),
                new RequestOperations(parts).bindings(),
                new ReadOperations(parts).bindings(),
                new DeleteOperation(parts).bindings(),
                new CertificateTagOperations(parts).bindings())
            .<Binding<?, ?>>flatMap(List::stream)
            .toList();
  }

  @Override
  public ServiceModel model() {
    return AcmModel.MODEL;
  }

  @Override
  public List<Binding<?, ?>> bindings() {
    return bindings;
  }

  /** What the store must know before the first call. */
  public static List<Table<?>> tables() {
    return List.of(Certificate.TABLE);
  }
}
