// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Setting.Property;
import org.opensearch.core.index.shard.ShardId;
import org.opensearch.env.Environment;

/**
 * The one folder that a node may export to. It has to be configured, within {@code path.repo},
 * which is where an administrator lets nodes write at a user's request: without it nothing is
 * exported.
 */
public final class ExportFolder {

  /** The folder of a node; empty, the default, if it must not export. */
  public static final Setting<String> PATH =
      Setting.simpleString("omdb.export.path", Property.NodeScope);

  private final Path folder;

  /**
   * The folder that a node is configured with.
   *
   * @param environment of the node
   * @throws IllegalArgumentException if it is not within {@code path.repo}
   */
  public ExportFolder(Environment environment) {
    String configured = PATH.get(environment.settings());
    if (configured.isEmpty()) {
      folder = null;
      return;
    }
    folder = environment.resolveRepoFile(configured);
    if (folder == null) {
      throw new IllegalArgumentException(
          "[omdb.export.path: "
              + configured
              + "] is not within any folder of [path.repo], which a node may write to");
    }
  }

  /**
   * The file of a shard, in a folder that is there.
   *
   * @param name of a folder below the configured one; empty for that itself
   * @throws IllegalArgumentException if the node must not export, or not there
   * @throws IOException if the folder can't be made
   */
  Path file(String name, ShardId shard, String field) throws IOException {
    if (folder == null) {
      throw new IllegalArgumentException(
          "this node must not export: [omdb.export.path] is not in its opensearch.yml");
    }
    Path below = folder.resolve(name).normalize();
    if (below.startsWith(folder) == false) {
      throw refusal(name);
    }
    Files.createDirectories(folder);
    // A link in there may lead elsewhere, where no folder must be made either.
    Path existing = below;
    while (Files.exists(existing) == false) {
      existing = existing.getParent();
    }
    if (existing.toRealPath().startsWith(folder.toRealPath()) == false) {
      throw refusal(name);
    }
    Files.createDirectories(below);
    return below.resolve(
        shard.getIndexName()
            + "."
            + URLEncoder.encode(field, StandardCharsets.UTF_8)
            + "."
            + shard.id()
            + ".omdb");
  }

  private IllegalArgumentException refusal(String name) {
    return new IllegalArgumentException(
        "[folder: "
            + name
            + "] is not within the folder that this node may export to, which is ["
            + folder
            + "]");
  }
}
