// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.Version;

/** Describes the machine, the JVM and the versions with which figures were measured. */
public final class Environment {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Pattern BITS = Pattern.compile("preferredBitSize=(\\d+)");

  private static final Integer SIMD_BITS = simdBits();

  private Environment() {}

  /**
   * Describes where this runs.
   *
   * @return the object {@code environment} of the results
   * @throws IOException if the system's files can't be read
   */
  public static ObjectNode describe() throws IOException {
    Runtime runtime = Runtime.getRuntime();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("cpu", cpu());
    node.put("cores", runtime.availableProcessors());
    node.put("simd_bits", SIMD_BITS);
    node.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    node.put(
        "jvm_flags",
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> flag.startsWith("-D") == false) // paths of this machine
            .collect(Collectors.joining(" ")));
    node.put("max_heap_bytes", runtime.maxMemory());
    node.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    node.put("lucene_version", Version.LATEST.toString());
    node.put("commit", System.getProperty("omdb.bench.commit", "unknown"));
    node.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return node;
  }

  private static String cpu() throws IOException {
    String fallback = System.getProperty("os.arch");
    if (Files.isReadable(CPU_INFO) == false) {
      return fallback;
    }
    return Files.readAllLines(CPU_INFO).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse(fallback);
  }

  /**
   * The vector width in bits that Lucene uses; null if it does not use SIMD, or did not log the
   * width. Lucene has no public method for it. It logs the width once, when it computes the first
   * distance, so this must be called earlier.
   */
  private static Integer simdBits() {
    AtomicReference<Integer> bits = new AtomicReference<>();
    Logger logger = Logger.getLogger("org.apache.lucene.internal.vectorization");
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            Matcher matcher = BITS.matcher(new SimpleFormatter().formatMessage(message));
            if (matcher.find()) {
              bits.set(Integer.valueOf(matcher.group(1)));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.INFO);
    VectorUtil.dotProduct(new float[] {1}, new float[] {1});
    logger.removeHandler(listener);
    logger.setUseParentHandlers(true);
    return bits.get();
  }
}
