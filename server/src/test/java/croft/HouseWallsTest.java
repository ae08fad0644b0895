package croft;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import croft.drivers.compute.ComputeDriver;
import croft.drivers.compute.ImageDriver;
import croft.drivers.network.NetworkDriver;
import croft.drivers.volume.VolumeDriver;
import croft.services.ec2.instance.InstanceParts;
import croft.workflow.KeyedReconciler;
import croft.workflow.Reconciler;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The walls of the house: who may know whom. ARCHITECTURE.md says why. */
class HouseWallsTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("croft");

  @Test
  void theWholeHouseIsLookedAt() {
    Set<String> rooms =
        HOUSE.stream().map(c -> c.getPackageName().split("\\.", 3)[1]).collect(Collectors.toSet());
    assertThat(rooms)
        .contains("base", "wire", "store", "workflow", "drivers", "agent", "services", "server");
  }

  @Test
  void theWireKnowsModelsButNoService() {
    check(
        noClasses()
            .that()
            .resideInAPackage("croft.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "croft.services..",
                "croft.api..",
                "croft.store..",
                "croft.drivers..",
                "croft.server.."));
  }

  @Test
  void driversKnowNothingOfAws() {
    check(
        noClasses()
            .that()
            .resideInAPackage("croft.drivers..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "croft.services..",
                "croft.api..",
                "croft.wire..",
                "croft.store..",
                "croft.workflow.."));
  }

  @Test
  void storeAndWorkflowKnowNoService() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("croft.store..", "croft.workflow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "croft.services..",
                "croft.api..",
                "croft.wire..",
                "croft.drivers..",
                "croft.server.."));
  }

  @Test
  void baseKnowsOnlyItself() {
    check(
        classes()
            .that()
            .resideInAPackage("croft.base..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("croft.base..", "java..", "org.jspecify.."));
  }

  @Test
  void aServiceEntersNoOtherServicesRooms() {
    // STS hands out what IAM's credential rooms make: the two are one house with two doors.
    check(
        slices()
            .matching("croft.services.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                resideInAPackage("croft.services.sts.."), resideInAPackage("croft.services.iam.."))
            // Two APIs of one service of AWS: balancers of both kinds stand in networks alike.
            .ignoreDependency(
                resideInAPackage("croft.services.elasticloadbalancing.."),
                resideInAPackage("croft.services.elasticloadbalancingv2.."))
            .ignoreDependency(alwaysTrue(), resideInAPackage("croft.services.operation.."))
            .ignoreDependency(alwaysTrue(), resideInAPackage("croft.services.resource.."))
            // The words in which every service publishes its metrics, and nothing behind them.
            .ignoreDependency(alwaysTrue(), resideInAPackage("croft.services.cloudwatch.metric")));
  }

  @Test
  void onlyReconcilersAndStepsTouchDrivers() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("croft.services..")
            .and()
            .areNotAssignableTo(Reconciler.class)
            .and()
            .areNotAssignableTo(KeyedReconciler.class)
            .and()
            .areNotAssignableTo(InstanceParts.class)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                ComputeDriver.class, ImageDriver.class, NetworkDriver.class, VolumeDriver.class);
    check(rule);
  }

  @Test
  void nobodyButTheServerPutsThePartsTogether() {
    check(
        noClasses()
            .that(resideOutsideOfPackages("croft.server..", "croft.cli..", "croft.drivers.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "croft.drivers.linux..",
                "croft.drivers.docker..",
                "croft.drivers.memory..",
                "croft.server.."));
  }

  @Test
  void topRoomsHaveNoCycles() {
    check(slices().matching("croft.(*)..").should().beFreeOfCycles());
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        HOUSE.stream()
            .filter(c -> !c.getPackageName().startsWith("croft.api"))
            .map(JavaClass::getPackage)
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(p -> p.getName())
            .collect(Collectors.toSet());
    assertThat(unmarked).isEmpty();
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }
}
