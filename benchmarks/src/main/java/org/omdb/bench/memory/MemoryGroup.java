// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.memory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A control group of processes whose memory is limited: what they allocate, and what they read into
 * the page cache. A page of a file counts for the group that read it first. The folder is deleted
 * by {@link #close}, after the processes have ended.
 */
final class MemoryGroup implements Closeable {

  private static final int ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 100;

  private final CgroupVersion version;
  private final Path folder;
  private final Thread onExit = new Thread(this::closeOnExit, "memory-group");

  /**
   * @param folder that exists
   * @throws IllegalStateException if this JVM is exiting
   */
  MemoryGroup(CgroupVersion version, Path folder) {
    this.version = version;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(onExit); // for a run that is interrupted
    setIfThere(version.swap, "0");
    setIfThere(version.outOfMemory, version.waits);
  }

  private void closeOnExit() {
    try {
      for (String process : Files.readAllLines(members())) {
        ProcessHandle.of(Long.parseLong(process)).ifPresent(ProcessHandle::destroyForcibly);
      }
      delete();
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      // An empty group that stays does no harm.
    }
  }

  private void setIfThere(String name, String value) {
    try {
      if (name != null && Files.exists(folder.resolve(name))) {
        write(name, value);
      }
    } catch (
        @SuppressWarnings("unused")
        IOException e) {
      // Then it stays as it is, with which measuring works too.
    }
  }

  /** The file into which a process writes its id to join. */
  Path members() {
    return folder.resolve("cgroup.procs");
  }

  /** Bytes of memory in use, page cache included. */
  long usage() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve(version.usage)).trim());
  }

  /** Bytes of page cache in use. */
  long pageCache() throws IOException {
    for (String line : Files.readAllLines(folder.resolve("memory.stat"))) {
      String[] words = line.split(" ");
      if (words[0].equals(version.pageCache)) {
        return Long.parseLong(words[1]);
      }
    }
    throw new IOException("no " + version.pageCache + " in " + folder.resolve("memory.stat"));
  }

  /**
   * Sets the limit. If more is in use, pages of files are dropped from the page cache.
   *
   * @param bytes at least what is in use beyond page cache
   */
  void limit(long bytes) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        write(version.limit, Long.toString(bytes));
        return;
      } catch (IOException e) { // the kernel could not drop as much right now
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }

  /** Drops as much page cache as possible, where the kernel offers it. */
  void dropPageCache() {
    setIfThere(version.drop, version.all); // version 2 tells an error if there is less
  }

  void unlimit() throws IOException {
    write(version.limit, version.unlimited);
  }

  private void write(String name, String value) throws IOException {
    Files.writeString(
        folder.resolve(name),
        value,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (
        @SuppressWarnings("unused")
        IllegalStateException e) {
      // This JVM is exiting.
    }
  }

  private void delete() throws IOException {
    for (int attempt = 1; Files.exists(folder); attempt++) {
      try {
        Files.delete(folder);
      } catch (IOException e) { // a process that was killed takes a moment to end
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause();
      }
    }
  }
}
