// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.util.IOUtils;
import org.junit.AfterClass;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.Test;
import org.omdb.opensearch.cluster.ClusterTestCase;

/** OpenSearch's own clients use all of the plugin, on three nodes that are processes. */
public class ITClientTours extends ClusterTestCase {

  private static final int NODES = 3;

  private static Path module;
  private static int port;
  private static ClusterScript cluster;

  @BeforeClass
  public static void start() throws Exception {
    module = Path.of(System.getProperty("omdb.basedir")).resolve("opensearch-omdb");
    Path folder = module.resolve("target/cluster-tours");
    if (Files.exists(folder.resolve("nodes"))) {
      IOUtils.rm(folder.resolve("nodes"));
    }
    Files.createDirectories(folder);
    port = ClusterScript.freePorts(NODES, random());
    cluster = new ClusterScript(module.resolve("cluster"), folder, NODES, port);
    cluster.start();
  }

  @AfterClass
  public static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    module = null;
  }

  /** Skipped where there is no Node.js, or no npm to get the client. */
  @Test
  public void testClientForNode() throws Exception {
    Assume.assumeTrue("there is no Node.js", isThere("node") && isThere("npm"));
    Path folder = module.resolve("target/client-for-node");
    Files.createDirectories(folder);
    for (String file : List.of("package.json", "tour.mjs")) {
      byte[] content = Files.readAllBytes(module.resolve("src/test/clients").resolve(file));
      Files.write(folder.resolve(file), content);
    }
    run(folder, "npm", "install", "--silent", "--no-audit", "--no-fund");
    List<String> tour = new ArrayList<>(List.of("node", "tour.mjs"));
    for (int node = 0; node < NODES; node++) {
      tour.add("http://127.0.0.1:" + (port + node));
    }
    run(folder, tour.toArray(String[]::new));
  }

  @Test
  public void testClientForJava() throws Exception {
    try (JavaTour tour = new JavaTour(port, random())) {
      tour.run();
    }
  }

  private static boolean isThere(String program) throws Exception {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private static void run(Path folder, String... command) throws Exception {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertTrue(
          String.join(" ", command) + " takes more than 5 minutes",
          process.waitFor(5, TimeUnit.MINUTES));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(Files.readString(out), 0, process.exitValue());
  }
}
