package croft.server;

import croft.agent.HostAgent;
import croft.agent.ReportSink;
import croft.base.Ids;
import croft.services.cloudtrail.CloudTrailService;
import croft.services.cloudtrail.event.LookupEvents;
import croft.services.cloudtrail.event.Trail;
import croft.services.cloudtrail.event.TrailRetention;
import croft.services.ec2.Ec2Service;
import croft.services.ec2.event.ScheduledEvents;
import croft.services.ec2.image.Image;
import croft.services.ec2.image.Images;
import croft.services.ec2.image.PublishedImages;
import croft.services.ec2.metadata.InstanceIdentity;
import croft.services.ec2.metadata.MetadataService;
import croft.services.ec2instanceconnect.InstanceConnectService;
import croft.services.iam.CredentialLookup;
import croft.services.iam.IamService;
import croft.services.iam.account.Accounts;
import croft.services.iam.credential.MasterKey;
import croft.services.operation.InnerCalls;
import croft.services.operation.Operations;
import croft.services.operation.ServiceRoom;
import croft.services.route53.Route53Service;
import croft.services.s3.S3Service;
import croft.store.Store;
import croft.store.StoreConfig;
import croft.store.Table;
import croft.wire.codec.Limits;
import croft.wire.http.HttpListener;
import croft.wire.http.HttpServer;
import croft.wire.http.HttpServerConfig;
import croft.wire.protocol.PageToken;
import croft.wire.protocol.Router;
import croft.wire.sigv4.SignatureVerifier;
import croft.wire.tls.LocalCertificates;
import croft.workflow.EngineConfig;
import croft.workflow.ReconcilerRunner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Croft: every part, put together by plain constructors. */
public final class CroftServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CroftServer.class);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration PAGE_TOKEN_LIFETIME = Duration.ofHours(24);
  private static final Duration AGENT_INTERVAL = Duration.ofSeconds(5);
  private static final Duration AGENT_SHORTEST = Duration.ofSeconds(1);
  private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(10);

  private final Operations operations;
  private final Store store;
  private final Machine machine;
  private final ReconcilerRunner reconcilers;
  private final HostAgent agent;
  private final Trail trail;
  private final Storage storage;
  private final NameRooms names;
  private final HttpServer http;
  private final HttpListener listener;

  private CroftServer(
      Operations operations,
      Store store,
      Machine machine,
      ReconcilerRunner reconcilers,
      HostAgent agent,
      Trail trail,
      Storage storage,
      NameRooms names,
      HttpServer http,
      HttpListener listener) {
    this.operations = operations;
    this.store = store;
    this.machine = machine;
    this.reconcilers = reconcilers;
    this.agent = agent;
    this.trail = trail;
    this.storage = storage;
    this.names = names;
    this.http = http;
    this.listener = listener;
  }

  /**
   * Starts serving; returns when the first request would be answered.
   *
   * @throws IOException when the home cannot be written or the port not be had
   */
  public static CroftServer start(Config config, InstantSource time) throws IOException {
    SecureRandom random = new SecureRandom();
    CroftHome home = new CroftHome(config.home());
    home.prepare();
    Store store = Store.open(storeConfig(config), time);
    store.register(tables());
    store.migrate(S3Service.ROOM, S3Service.migrations());
    WatchRooms.migrate(store);
    Machine machine = Machine.open(config, time, random);
    ReconcilerRunner reconcilers =
        new ReconcilerRunner(store, time, EngineConfig.of(serverName(home)));
    return new Assembly(
            config,
            home,
            store,
            machine,
            reconcilers,
            time,
            random,
            new StatusBoard(),
            new RequestMeter())
        .serve();
  }

  private static Table<?>[] tables() {
    return Stream.of(
            Arrays.asList(Ec2Service.tables()),
            IamService.tables(),
            CloudTrailService.tables(),
            KeyRooms.tables(),
            Route53Service.tables(),
            InstanceConnectService.tables(),
            S3Service.tables(),
            WatchRooms.tables())
        .flatMap(List::stream)
        .toArray(Table<?>[]::new);
  }

  /**
   * The name this home's server has among all that share a store: the same at every start, so that
   * a server started after a kill goes on at once with what it held.
   */
  private static String serverName(CroftHome home) throws IOException {
    Path file = home.directory().resolve("server-name");
    if (!Files.exists(file)) {
      home.writePrivately(file, UUID.randomUUID().toString());
    }
    return Files.readString(file).strip();
  }

  private static StoreConfig storeConfig(Config config) {
    return config
        .storeUrl()
        .map(StoreConfig::parse)
        .orElseGet(() -> StoreConfig.sqlite(config.data().resolve("croft.db")));
  }

  /** The parts that everything else is made of, while it is being made. */
  private record Assembly(
      Config config,
      CroftHome home,
      Store store,
      Machine machine,
      ReconcilerRunner reconcilers,
      InstantSource time,
      SecureRandom random,
      StatusBoard statuses,
      RequestMeter requests) {

    CroftServer serve() throws IOException {
      Ids ids = new Ids(random);
      Identity identity = Identity.open(config, home, store, random, time);
      MasterKey masterKey = identity.iam().masterKey();
      Storage storage = Storage.open(config, store, masterKey, random, time);
      PageToken tokens = new PageToken(masterKey.derive("paging"), time, PAGE_TOKEN_LIFETIME);
      Trail trail = new Trail(store, ids, home.directory().resolve("trail"));
      LocalCertificates tls = certificates();
      ResourcePolicyLanguage language = new ResourcePolicyLanguage(identity.iam().policies());
      InnerCalls innerCalls = new InnerCalls();
      KeyRooms keyRooms =
          KeyRooms.of(
              identity.iam(),
              random,
              identity.authorizer(),
              innerCalls,
              new ImageParameters(new PublishedImages(store)),
              reconcilers);
      List<ServiceRoom> rooms = new ArrayList<>(keyRooms.rooms());
      rooms.addAll(identity.rooms());
      NameRooms names = NameRooms.of(store, random, machine.network(), config.account(), time);
      rooms.add(names.room());
      Ec2Parts ec2 = new Ec2Parts(config, store, machine, reconcilers, ids, random, time);
      rooms.add(ec2.service(identity.profiles(), tokens, statuses, innerCalls, language::check));
      rooms.add(ec2.connect());
      rooms.add(new CloudTrailService(new LookupEvents(store, tokens)));
      rooms.add(
          new S3Service(store, storage.contents(), identity.authorizer(), language::fault, ids));
      WatchRooms watch = watchRooms(identity, keyRooms, tokens, innerCalls);
      rooms.addAll(watch.rooms());
      watch.stacks().connect(rooms);
      Operations operations = new Operations(rooms, identity.authorizer(), trail);
      innerCalls.connect(operations);
      Router router = new Router(operations.models(), Limits.DEFAULT);
      InstanceIdentity signer = new InstanceIdentity(home.directory().resolve("tls"), random, time);
      Gateway api = gateway(router, identity.outside(), routed -> Optional.empty(), operations);
      Gateway apiInside =
          gateway(router, identity.inside(), new InstanceCallers(store, signer), operations);
      S3Doors doors = new S3Doors(store, ids, time);
      HttpServer http = httpServer(tls);
      Images images = new Images(store, machine.images());
      ec2.addReconcilers(
          new InsideListeners(
              machine.network(),
              names.doors(),
              http,
              metadata(identity, masterKey, signer),
              new ApiInside(
                  store,
                  apiInside,
                  inside ->
                      watch
                          .stacks()
                          .door()
                          .before(doors.before(apiInside, inside, identity.inside())))),
          images,
          innerCalls);
      doors.reconcilers(operations, language).forEach(reconcilers::add);
      keyRooms.reconcilers(tls, time).forEach(reconcilers::add);
      storage.reconcilers().forEach(reconcilers::add);
      reconcilers.add(new TrailRetention(store, time));
      reconcilers.add(names.watch());
      showFirstImages(images);
      HttpListener listener =
          http.listen(
              watch.before(
                  new FrontDoor(
                      doors.before(api, api, identity.outside()),
                      admin(images, identity),
                      tls,
                      new OwnMetrics(store, reconcilers, requests))));
      watch.servingAt(endpoint(listener.address()));
      tell(listener.address(), names.listen(config.dnsPort()));
      HostAgent agent = begin(trail, watch);
      return new CroftServer(
          operations, store, machine, reconcilers, agent, trail, storage, names, http, listener);
    }

    /** What takes a while and no answer waits for comes after the first answer is possible. */
    private HostAgent begin(Trail trail, WatchRooms watch) {
      machine.compute().recover();
      machine.volumes().recover();
      trail.start();
      reconcilers.launch();
      ReportSink both =
          report -> {
            statuses.accept(report);
            watch.reports().accept(report);
          };
      // Where alarms' minutes pass faster, instances are looked at more often to have their points.
      Duration paced = AGENT_INTERVAL.dividedBy(config.speed());
      Duration interval = paced.compareTo(AGENT_SHORTEST) < 0 ? AGENT_SHORTEST : paced;
      HostAgent agent =
          new HostAgent(
              machine.compute(),
              both,
              time,
              new HostAgent.Options(interval, AGENT_TIMEOUT, 8, Thread::sleep));
      agent.start();
      return agent;
    }

    private WatchRooms watchRooms(
        Identity identity, KeyRooms keyRooms, PageToken tokens, InnerCalls calls)
        throws IOException {
      return WatchRooms.of(
          new WatchParts(
              config,
              home,
              store,
              machine,
              reconcilers,
              identity,
              keyRooms,
              Pace.open(home, config.speed(), time),
              time,
              statuses,
              random,
              tokens,
              calls));
    }

    private MetadataService metadata(
        Identity identity, MasterKey masterKey, InstanceIdentity signer) {
      return new MetadataService(
          store, identity.profiles(), masterKey.derive("instance-metadata"), signer, time);
    }

    private AdminEndpoints admin(Images images, Identity identity) throws IOException {
      Accounts accounts = new Accounts(identity.iam());
      accounts.keepConfigured(config.account(), time.instant());
      return new AdminEndpoints(
          home.makeAdminToken(random),
          new ImageEndpoints(store, machine.images(), images),
          new AccountEndpoints(accounts, identity.root(), time),
          new EventEndpoints(
              new ScheduledEvents(store, new Ids(random)), config.account(), config.region()));
    }

    /** At the first start of a home the images are looked up before anybody can ask for them. */
    private void showFirstImages(Images images) {
      if (store.read(tx -> tx.list(Images.TABLE, Image.CATALOGUE)).isEmpty()) {
        images.reconcile();
      }
    }

    private Gateway gateway(
        Router router,
        CredentialLookup lookup,
        Gateway.Instances instances,
        Operations operations) {
      return new Gateway(
          router,
          new SignatureVerifier(lookup, time, Limits.DEFAULT.bodyBytes()),
          signature -> lookup.caller(signature.accessKeyId(), signature.sessionToken()),
          instances,
          operations,
          config.region(),
          new Ids(random),
          time,
          requests);
    }

    private LocalCertificates certificates() {
      return new LocalCertificates(
          home.directory().resolve("tls"),
          List.of(
              "*.localhost",
              "*.s3.localhost",
              "169.254.169.254",
              "s3." + config.region() + ".amazonaws.com",
              "*.s3." + config.region() + ".amazonaws.com"),
          time,
          random);
    }

    private HttpServer httpServer(LocalCertificates tls) {
      HttpServerConfig usual = HttpServerConfig.on(config.port());
      return new HttpServer(usual.withBindAddress(config.bind().getHostAddress()), tls, time);
    }

    private String endpoint(InetSocketAddress address) {
      return "http://" + config.bind().getHostAddress() + ":" + address.getPort();
    }

    private void tell(InetSocketAddress address, Optional<Integer> dnsPort) throws IOException {
      String endpoint = endpoint(address);
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("endpoint", endpoint);
      facts.put("region", config.region());
      facts.put("account", config.account());
      dnsPort.ifPresent(port -> facts.put("dns", "127.0.0.1:" + port));
      home.writeServerFile(facts);
      LOG.info("Serving on {}", endpoint);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** Every operation it serves. */
  Operations operations() {
    return operations;
  }

  @Override
  public void close() {
    http.stop(GRACE);
    agent.close();
    reconcilers.close();
    names.close();
    machine.close();
    trail.close();
    storage.close();
    store.close();
  }
}
