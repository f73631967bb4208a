// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The public classes of the running JDK, in packages that a module exports to all others.
 *
 * <p>They are read from the {@code jrt:/} file system, which every JDK has, and are never loaded.
 */
final class JdkClasses {

  private final FileSystem jrt = FileSystems.getFileSystem(URI.create("jrt:/"));
  private final Map<String, String> moduleOfPackage = new HashMap<>();

  /** By binary name; {@link #find} adds more. */
  private final Map<String, ClassFile> parsed = new ConcurrentHashMap<>();

  private final SortedMap<String, ClassFile> published = new TreeMap<>();

  private JdkClasses() {}

  /**
   * Reads the classes of some packages.
   *
   * @param packages says whether a package, such as {@code java.util}, is wanted
   */
  static JdkClasses read(Predicate<String> packages) throws IOException {
    JdkClasses classes = new JdkClasses();
    List<String> exported = new ArrayList<>();
    for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
      ModuleDescriptor descriptor = module.descriptor();
      for (String name : descriptor.packages()) {
        classes.moduleOfPackage.put(name, descriptor.name());
      }
      for (ModuleDescriptor.Exports exports : descriptor.exports()) {
        if (exports.isQualified() == false && packages.test(exports.source())) {
          exported.add(exports.source());
        }
      }
    }
    try {
      exported.parallelStream().forEach(classes::parsePackage);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (ClassFile file : classes.parsed.values()) {
      String name = classes.publicName(file);
      if (name != null) {
        classes.published.put(name, file);
      }
    }
    return classes;
  }

  /** The number of modules that have these classes. */
  long modules() {
    return published.values().stream()
        .map(file -> file.name().substring(0, file.name().lastIndexOf('.')))
        .map(moduleOfPackage::get)
        .distinct()
        .count();
  }

  /** The public classes by the name that source code uses, such as {@code java.util.Map.Entry}. */
  SortedMap<String, ClassFile> published() {
    return Collections.unmodifiableSortedMap(published);
  }

  /**
   * All classes and interfaces that a class extends or implements, without itself and {@code
   * java.lang.Object}, whether they are public or not.
   */
  List<ClassFile> supertypes(ClassFile file) throws IOException {
    Map<String, ClassFile> supertypes = new LinkedHashMap<>();
    addSupertypes(file, supertypes);
    return List.copyOf(supertypes.values());
  }

  private void addSupertypes(ClassFile file, Map<String, ClassFile> supertypes) throws IOException {
    List<String> direct = new ArrayList<>(file.interfaces());
    if (file.superclass() != null && file.superclass().equals("java.lang.Object") == false) {
      direct.addFirst(file.superclass());
    }
    for (String name : direct) {
      if (supertypes.containsKey(name) == false) {
        ClassFile supertype = find(name);
        supertypes.put(name, supertype);
        addSupertypes(supertype, supertypes);
      }
    }
  }

  /** Any class of the JDK; those of other packages are read when they are first asked for. */
  private ClassFile find(String binaryName) throws IOException {
    ClassFile known = parsed.get(binaryName);
    if (known != null) {
      return known;
    }
    int dot = binaryName.lastIndexOf('.');
    Path folder = folder(binaryName.substring(0, dot));
    return parse(folder.resolve(binaryName.substring(dot + 1) + ".class"));
  }

  private Path folder(String packageName) {
    return jrt.getPath("modules", moduleOfPackage.get(packageName), packageName.replace('.', '/'));
  }

  private void parsePackage(String packageName) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(packageName), "*.class")) {
      for (Path file : files) {
        parse(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClassFile parse(Path path) throws IOException {
    ClassFile file = ClassFile.parse(Files.readAllBytes(path), path.toString());
    parsed.put(file.name(), file);
    return file;
  }

  /** The class's name in source code; null if it, or a class around it, isn't public. */
  private String publicName(ClassFile file) {
    if (file.isPublic() == false) {
      return null;
    }
    if (file.outer() == null) {
      return file.name();
    }
    String outer = publicName(parsed.get(file.outer()));
    return outer == null ? null : outer + "." + file.simpleName();
  }
}
