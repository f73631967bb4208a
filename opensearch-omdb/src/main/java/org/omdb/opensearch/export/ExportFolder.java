// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Setting.Property;
import org.opensearch.core.index.shard.ShardId;
import org.opensearch.env.Environment;

/**
 * The only folder that a node may export to: the setting {@code omdb.export.path}. Without it the
 * node exports nothing. It must be within {@code path.repo}, the folders where an administrator
 * allows nodes to write at a user's request.
 */
public final class ExportFolder {

  /** The folder of a node. Empty by default: the node must not export. */
  public static final Setting<String> PATH =
      Setting.simpleString("omdb.export.path", Property.NodeScope);

  private final Path folder;

  /**
   * Reads the folder from a node's settings.
   *
   * @param environment of the node
   * @throws IllegalArgumentException if the folder is not within {@code path.repo}
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
              + "] is not within a folder of [path.repo], the folders that a node may write to");
    }
  }

  /**
   * The file to export a shard to. Its folder is created if it does not exist.
   *
   * @param name of a folder below the configured one; empty for the configured one itself
   * @throws IllegalArgumentException if the node must not export, or {@code name} leads out of the
   *     configured folder
   * @throws IOException if the folder can't be created
   */
  Path file(String name, ShardId shard, String field) throws IOException {
    if (folder == null) {
      throw new IllegalArgumentException(
          "this node does not export: [omdb.export.path] is not in its opensearch.yml");
    }
    Path below = folder.resolve(name).normalize();
    if (below.startsWith(folder) == false) {
      throw refusal(name);
    }
    Files.createDirectories(folder);
    // A symbolic link may lead out of the folder, and nothing must be created there either.
    Path existing = below;
    while (Files.exists(existing) == false) {
      existing = existing.getParent();
    }
    if (existing.toRealPath().startsWith(folder.toRealPath()) == false) {
      throw refusal(name);
    }
    Files.createDirectories(below);
    return below.resolve(ExportFileName.of(shard.getIndexName(), field, shard.id()));
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
