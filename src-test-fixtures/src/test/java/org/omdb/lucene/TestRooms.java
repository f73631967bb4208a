// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.tests.util.LuceneTestCase;

/**
 * The packages of the library depend on each other in one direction, and none grows large again.
 * Looks at the compiled classes, those for newer Java versions included.
 */
public class TestRooms extends LuceneTestCase {

  private static final int MAX_CLASSES = 20;

  /** Per package of the library, the packages of the library that it may use. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          entry(
              "org.omdb.lucene",
              Set.of(
                  "org.omdb.lucene.format",
                  "org.omdb.lucene.merge",
                  "org.omdb.lucene.ids.resolve",
                  "org.omdb.lucene.ids",
                  "org.omdb.image")),
          entry(
              "org.omdb.lucene.format",
              Set.of(
                  "org.omdb.lucene.merge",
                  "org.omdb.lucene.score",
                  "org.omdb.lucene.search",
                  "org.omdb.lucene.ids.resolve",
                  "org.omdb.lucene.ids",
                  "org.omdb.image",
                  "org.omdb.code",
                  "org.omdb.graph",
                  "org.omdb.graph.build",
                  "org.omdb.work")),
          entry(
              "org.omdb.lucene.merge",
              Set.of(
                  "org.omdb.lucene.ids.resolve",
                  "org.omdb.lucene.ids",
                  "org.omdb.graph",
                  "org.omdb.graph.build",
                  "org.omdb.work")),
          entry("org.omdb.lucene.score", Set.of()),
          entry(
              "org.omdb.lucene.search",
              Set.of("org.omdb.code", "org.omdb.graph", "org.omdb.pages")),
          entry("org.omdb.lucene.ids.resolve", Set.of("org.omdb.lucene.ids", "org.omdb.image")),
          entry("org.omdb.lucene.ids", Set.of("org.omdb.image")),
          entry("org.omdb.code", Set.of("org.omdb.graph", "org.omdb.pages", "org.omdb.work")),
          entry("org.omdb.graph.build", Set.of("org.omdb.graph", "org.omdb.work")),
          entry("org.omdb.graph", Set.of("org.omdb.pages")),
          entry("org.omdb.work", Set.of()),
          entry("org.omdb.pages", Set.of()),
          entry("org.omdb.image", Set.of()));

  public void testPackagesUseOnlyWhatTheyMay() {
    List<String> wrong = new ArrayList<>();
    for (JavaClass user : library()) {
      Set<String> allowed = ALLOWED.get(user.getPackageName());
      assertNotNull("a package that this test does not know: " + user.getPackageName(), allowed);
      for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
        String used = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (used.startsWith("org.omdb.")
            && used.equals(user.getPackageName()) == false
            && allowed.contains(used) == false) {
          wrong.add(dependency.getDescription());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  public void testPackagesHaveNoCycles() {
    slices().matching("org.omdb.(**)").should().beFreeOfCycles().check(library());
  }

  public void testPackagesStaySmall() {
    Map<String, Set<String>> classes = new TreeMap<>();
    for (JavaClass javaClass : library()) {
      if (javaClass.isTopLevelClass()
          && javaClass.getSimpleName().equals("package-info") == false
          && isForNewerJava(javaClass) == false) {
        classes
            .computeIfAbsent(javaClass.getPackageName(), name -> new TreeSet<>())
            .add(javaClass.getName());
      }
    }
    assertEquals(ALLOWED.keySet(), classes.keySet());
    classes.forEach(
        (name, ofPackage) ->
            assertTrue(name + " has " + ofPackage.size(), ofPackage.size() <= MAX_CLASSES));
  }

  /** These have a source folder of their own. */
  private static boolean isForNewerJava(JavaClass javaClass) {
    return javaClass.getSource().orElseThrow().getUri().toString().contains("META-INF/versions/");
  }

  /** The classes of the library alone: tests have packages of the same names. */
  private static JavaClasses library() {
    URI library =
        URI.create(OmdbCodec.class.getProtectionDomain().getCodeSource().getLocation().toString());
    boolean isJar = library.getPath().endsWith(".jar");
    JavaClasses classes =
        new ClassFileImporter()
            .importLocations(
                List.of(Location.of(isJar ? URI.create("jar:" + library + "!/") : library)));
    assertTrue(classes.contain(OmdbCodec.class));
    return classes;
  }
}
