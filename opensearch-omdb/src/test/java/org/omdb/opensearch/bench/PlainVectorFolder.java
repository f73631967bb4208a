// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.omdb.opensearch.vector.VectorParser;
import org.opensearch.Version;

/** {@link PlainVectorPlugin} as the folder of a plugin, for nodes that are processes. */
public final class PlainVectorFolder {

  private static final List<Class<?>> CLASSES =
      List.of(
          PlainVectorPlugin.class,
          PlainVectorFieldMapper.class,
          PlainKnnQueryBuilder.class,
          VectorParser.class);

  private PlainVectorFolder() {}

  /** Writes the plugin into a folder. */
  public static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(
        folder.resolve("plugin-descriptor.properties"),
        List.of(
            "name=" + folder.getFileName(),
            "description=Vectors as Lucene has them",
            "version=1",
            "opensearch.version=" + Version.CURRENT,
            "java.version=21",
            "classname=" + PlainVectorPlugin.class.getName()));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(folder.resolve("plain-vector.jar")))) {
      for (Class<?> outer : CLASSES) {
        for (String name : classFiles(outer)) {
          try (InputStream in = outer.getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(outer.getPackageName().replace('.', '/') + '/' + name));
            in.transferTo(jar);
          }
        }
      }
    }
  }

  /** The files of a class, of the classes in it, and of those that the compiler adds. */
  private static List<String> classFiles(Class<?> outer) {
    List<String> names = new ArrayList<>(List.of(outer.getSimpleName() + ".class"));
    for (Class<?> inner : outer.getDeclaredClasses()) {
      names.add(outer.getSimpleName() + '$' + inner.getSimpleName() + ".class");
    }
    for (int i = 1; ; i++) {
      String name = outer.getSimpleName() + '$' + i + ".class";
      if (outer.getResource(name) == null) {
        return names;
      }
      names.add(name);
    }
  }
}
