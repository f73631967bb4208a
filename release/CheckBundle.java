// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Checks a folder against the rules of Maven Central (central.sonatype.org, "Requirements"), and
 * against what this project promises of its artifacts: {@code java CheckBundle.java [--trial]
 * FOLDER}. Prints each problem, and ends with status 1 if there is one.
 *
 * <p>A trial may lack what only who releases has: signatures, and the address of the project.
 */
final class CheckBundle {

  private static final String GROUP = "org.omdb";
  private static final String OWN_VERSION = "${project.version}";
  private static final Map<String, Integer> CHECKSUMS =
      Map.of("MD5", 32, "SHA-1", 40, "SHA-256", 64, "SHA-512", 128);
  private static final Set<String> NEEDED_CHECKSUMS = Set.of("MD5", "SHA-1");

  private final Path bundle;
  private final boolean isTrial;
  private final XPath xpath = XPathFactory.newInstance().newXPath();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> artifacts = new TreeSet<>();
  private final Set<String> wanted = new TreeSet<>();

  private CheckBundle(Path bundle, boolean isTrial) {
    this.bundle = bundle;
    this.isTrial = isTrial;
  }

  public static void main(String[] arguments) throws Exception {
    boolean isTrial = arguments.length == 2 && arguments[0].equals("--trial");
    if (arguments.length != (isTrial ? 2 : 1)
        || Files.isDirectory(Path.of(arguments[arguments.length - 1])) == false) {
      System.err.println("usage: java CheckBundle.java [--trial] FOLDER");
      System.exit(2);
    }
    CheckBundle check = new CheckBundle(Path.of(arguments[arguments.length - 1]), isTrial);
    check.run();
    check.problems.forEach(System.err::println);
    System.out.println(
        check.artifacts.size() + " artifacts, " + check.problems.size() + " problems");
    System.exit(check.problems.isEmpty() ? 0 : 1);
  }

  private void run() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(bundle)) {
      files = all.filter(Files::isRegularFile).filter(file -> isMetadata(file) == false).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(".asc") == false && isChecksum(name) == false) {
        artifact(file, name);
      }
    }
    for (Path file : files) {
      if (file.getFileName().toString().endsWith(".pom")) {
        pom(file);
      }
    }
    if (artifacts.isEmpty()) {
      problems.add(bundle + ": no artifact");
    }
    wanted.removeAll(artifacts);
    for (String missing : wanted) {
      problems.add(missing + " is needed by another artifact, and is not in the bundle");
    }
  }

  /** What Maven writes for a repository; Central makes its own. */
  private static boolean isMetadata(Path file) {
    return file.getFileName().toString().startsWith("maven-metadata");
  }

  private static String extension(String algorithm) {
    return "." + algorithm.toLowerCase(Locale.ROOT).replace("-", "");
  }

  private static boolean isChecksum(String name) {
    return CHECKSUMS.keySet().stream().anyMatch(algorithm -> name.endsWith(extension(algorithm)));
  }

  private void artifact(Path file, String name) throws Exception {
    for (String algorithm : CHECKSUMS.keySet()) {
      Path checksum = file.resolveSibling(name + extension(algorithm));
      if (Files.exists(checksum)) {
        byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file));
        String found = Files.readString(checksum).strip();
        if (found.equals(HexFormat.of().formatHex(digest)) == false) {
          problem(checksum, "is not the checksum of " + name);
        }
      } else if (NEEDED_CHECKSUMS.contains(algorithm)) {
        problem(file, "has no " + algorithm);
      }
    }
    if (isTrial == false) {
      Path signature = file.resolveSibling(name + ".asc");
      if (Files.exists(signature) == false) {
        problem(file, "is not signed: give a key with -Dgpg.keyname=...");
      } else if (Files.readString(signature).startsWith("-----BEGIN PGP SIGNATURE") == false) {
        problem(signature, "is no signature");
      }
    }
  }

  private void pom(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    Document pom = factory.newDocumentBuilder().parse(file.toFile());
    String group = text(pom, "/project/groupId");
    String artifact = text(pom, "/project/artifactId");
    String version = text(pom, "/project/version");
    String packaging = text(pom, "/project/packaging");
    artifacts.add(group + ":" + artifact + ":" + version);
    Path place = bundle.resolve(group.replace('.', '/')).resolve(artifact).resolve(version);
    if (group.startsWith(GROUP) == false) {
      problem(file, "is of group " + group + ", expected " + GROUP);
    }
    if (file.equals(place.resolve(artifact + "-" + version + ".pom")) == false) {
      problem(file, "is of " + group + ":" + artifact + ":" + version + ", which belongs elsewhere");
    }
    if (version.endsWith("-SNAPSHOT")) {
      problem(file, "is a snapshot");
    }
    for (String needed :
        List.of(
            "name",
            "description",
            "url",
            "licenses/license/name",
            "licenses/license/url",
            "developers/developer/name",
            "scm/connection",
            "scm/developerConnection",
            "scm/url")) {
      if (text(pom, "/project/" + needed).isEmpty()) {
        problem(file, "has no " + needed);
      }
    }
    // of properties, a pom that stands alone has its own version only
    if (Files.readString(file).replace(OWN_VERSION, version).contains("${")) {
      problem(file, "has a property that nobody has resolved");
    }
    if (isTrial == false && text(pom, "/project/url").matches("https://[^/]*\\.example/.*")) {
      problem(file, "has no address of the project: give it with -Dproject.home=https://...");
    }
    for (String forbidden : List.of("parent", "properties", "repositories", "pluginRepositories")) {
      if (count(pom, "/project/" + forbidden) > 0) {
        problem(file, "has " + forbidden);
      }
    }
    dependencies(file, pom, version);
    if (packaging.equals("pom") == false) {
      files(place, artifact + "-" + version, packaging.isEmpty() ? "jar" : packaging);
    }
  }

  private void dependencies(Path file, Document pom, String version)
      throws XPathExpressionException {
    String all = "//dependency";
    for (int i = 1; i <= count(pom, all); i++) {
      String dependency = "(" + all + ")[" + i + "]";
      String name =
          text(pom, dependency + "/groupId")
              + ":"
              + text(pom, dependency + "/artifactId")
              + ":"
              + text(pom, dependency + "/version").replace(OWN_VERSION, version);
      if (name.endsWith(":") || name.endsWith("-SNAPSHOT")) {
        problem(file, "depends on " + name + ", expected a released version");
      }
      if (text(pom, dependency + "/scope").equals("test")) {
        problem(file, "has a dependency of tests, " + name);
      }
      if (name.startsWith(GROUP + ":")) {
        wanted.add(name);
      }
    }
  }

  private void files(Path place, String name, String packaging) throws IOException {
    Path jar = place.resolve(name + "." + packaging);
    contains(jar, "META-INF/LICENSE", "META-INF/NOTICE");
    contains(place.resolve(name + "-sources.jar"), ".java");
    contains(place.resolve(name + "-javadoc.jar"), "index.html");
    for (String format : List.of("json", "xml")) {
      Path bom = place.resolve(name + "-cyclonedx." + format);
      if (Files.exists(bom) == false) {
        problem(bom, "is missing");
      }
    }
  }

  private void contains(Path archive, String... endings) throws IOException {
    if (Files.exists(archive) == false) {
      problem(archive, "is missing");
      return;
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (String ending : endings) {
        if (zip.stream().map(ZipEntry::getName).noneMatch(entry -> entry.endsWith(ending))) {
          problem(archive, "has no " + ending);
        }
      }
    }
  }

  private void problem(Path file, String problem) {
    problems.add(bundle.relativize(file) + ": it " + problem);
  }

  private String text(Document pom, String path) throws XPathExpressionException {
    return xpath.evaluate(path, pom).strip();
  }

  private int count(Document pom, String path) throws XPathExpressionException {
    return ((NodeList) xpath.evaluate(path, pom, XPathConstants.NODESET)).getLength();
  }
}
